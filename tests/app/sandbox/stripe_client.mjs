// The official stripe client drives the sandbox.
import { check, pay, require, run, startSandbox, until } from './oracle_support.mjs';

const Stripe = require('stripe');
const refused = async (promise) => promise.then(() => ({ type: 'nothing refused' }), (error) => error);

await run(async () => {
  const port = await startSandbox();
  const options = { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 2, telemetry: false };
  const stripe = new Stripe('sk_test_x', options);
  const order = { mode: 'payment', success_url: 'https://x.test/ok?s={CHECKOUT_SESSION_ID}', cancel_url: 'https://x.test/no',
    client_reference_id: 'order_1', customer_email: 'a+b@x.test', metadata: { order: '1' },
    payment_intent_data: { metadata: { order: '1' } },
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 2900, product_data: { name: 'Headshots & more' } } }],
    expires_at: Math.floor(Date.now() / 1000) + 3600, expand: ['payment_intent'] };

  const session = await stripe.checkout.sessions.create(order, { idempotencyKey: 'order_1-v1' });
  check('a session is created', session.id.startsWith('cs_test_') && session.status === 'open', session);
  check('the request id arrives', /^req_/.test(session.lastResponse.requestId), session.lastResponse);
  check('the API version is the one that the client pins', session.lastResponse.apiVersion === '2026-10-28.endive');
  check('text survives the encoding', session.customer_email === 'a+b@x.test');

  const again = await stripe.checkout.sessions.create(order, { idempotencyKey: 'order_1-v1' });
  check('the same key gives the same session', again.id === session.id);
  check('and says that it is a replay', again.lastResponse.headers['idempotent-replayed'] === 'true');
  const other = await refused(stripe.checkout.sessions.create({ ...order, client_reference_id: 'order_2' }, { idempotencyKey: 'order_1-v1' }));
  check('the same key with other content is refused', other.type === 'StripeIdempotencyError' && other.statusCode === 400, other);

  const slow = { ...order, metadata: { sandbox_delay_ms: '3000' } };
  const patient = new Stripe('sk_test_x', { ...options, maxNetworkRetries: 12 });
  const impatient = new Stripe('sk_test_x', { ...options, maxNetworkRetries: 0 });
  const first = stripe.checkout.sessions.create(slow, { idempotencyKey: 'slow' });
  await until(async () => (await stripe.checkout.sessions.list({ limit: 1 })).data[0].id !== session.id, 'the slow one is begun');
  const busy = await refused(impatient.checkout.sessions.create(slow, { idempotencyKey: 'slow' }));
  check('a key in flight is a conflict', busy.statusCode === 409 && busy.code === 'idempotency_key_in_use', busy);
  const waited = await patient.checkout.sessions.create(slow, { idempotencyKey: 'slow' });
  check('which the client waits out with the same key', waited.id === (await first).id);

  for (const [name, more] of [['payment_method_types', { payment_method_types: ['card'] }], ['ui_mode=hosted', { ui_mode: 'hosted' }]]) {
    const error = await refused(stripe.checkout.sessions.create({ ...order, ...more }));
    check(`${name} is refused`, error.type === 'StripeInvalidRequestError' && error.statusCode === 400, error);
  }
  const missing = await refused(stripe.checkout.sessions.retrieve('cs_test_none'));
  check('an unknown session is resource_missing', missing.statusCode === 404 && missing.code === 'resource_missing', missing);
  const live = await refused(new Stripe('sk_live_x', options).events.list());
  check('live keys are refused', live.type === 'StripeAuthenticationError', live);

  check('a declined card does not pay', (await pay(session, '4000000000000002')).status === 402);
  const paid = await pay(session, '4242424242424242');
  check('the test card pays', paid.status === 303 && paid.headers.get('location') === `https://x.test/ok?s=${session.id}`);
  const full = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge', 'line_items'] });
  check('the session is paid', full.payment_status === 'paid' && full.status === 'complete');
  check('expansion reaches the charge', full.payment_intent.latest_charge.metadata.order === '1');
  check('line items can be expanded', full.line_items.data[0].amount_total === 2900);
  const found = await stripe.checkout.sessions.list({ payment_intent: full.payment_intent.id });
  check('the session is found by its payment', found.data.length === 1 && found.data[0].id === session.id);
  let listed = 0;
  for await (const one of stripe.checkout.sessions.list({ limit: 1 })) listed += one.object === 'checkout.session';
  check('pages follow each other', listed === 2, listed);

  const refund = await stripe.refunds.create({ payment_intent: full.payment_intent.id, amount: 900, reason: 'requested_by_customer' });
  check('a part is refunded', refund.status === 'succeeded' && refund.amount === 900);
  await stripe.refunds.create({ payment_intent: full.payment_intent.id });
  const twice = await refused(stripe.refunds.create({ payment_intent: full.payment_intent.id }));
  check('nothing is refunded twice', twice.code === 'charge_already_refunded', twice);
  const charge = await stripe.charges.retrieve(full.payment_intent.latest_charge.id, { expand: ['refunds'] });
  check('the charge adds up', charge.refunded && charge.amount_refunded === 2900 && charge.refunds.data.length === 2);

  const expired = await stripe.checkout.sessions.expire(waited.id);
  check('an open session can be expired', expired.status === 'expired' && expired.url === null);
  const events = await stripe.events.list({ types: ['checkout.session.completed', 'charge.refunded'], limit: 10 });
  check('events can be listed by type', events.data.length === 3 && events.data[0].type === 'charge.refunded', events.data.length);
});
