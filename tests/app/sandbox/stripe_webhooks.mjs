// The official verifier reads the sandbox's webhooks.
import { check, pay, receiver, require, run, startSandbox, until } from './oracle_support.mjs';

const Stripe = require('stripe');
const secret = 'whsec_oracle_secret';

await run(async () => {
  const got = [];
  let refusals = 1;
  const hook = await receiver((request) => (got.push(request), refusals-- > 0 ? 500 : 200));
  const port = await startSandbox('--webhook', hook.url, '--webhook-secret', secret);
  const stripe = new Stripe('sk_test_x', { host: '127.0.0.1', port, protocol: 'http', telemetry: false });
  const session = await stripe.checkout.sessions.create({ mode: 'payment', success_url: 'https://x.test/ok',
    client_reference_id: 'bestellung-ü-1',
    line_items: [{ quantity: 2, price_data: { currency: 'eur', unit_amount: 100, product_data: { name: 'Zoë 李' } } }] });
  await pay(session, '4242424242424242');
  await until(() => got.length >= 5, 'four events, one of them twice');

  const events = got.map(({ headers, body }) => stripe.webhooks.constructEvent(body, headers['stripe-signature'], secret, 300));
  check('every webhook is accepted', events.length === 5);
  check('the refused one came again', new Set(events.map((event) => event.id)).size === 4);
  const completed = events.find((event) => event.type === 'checkout.session.completed');
  check('the completed session is paid', completed.data.object.payment_status === 'paid');
  check('text survives', completed.data.object.client_reference_id === 'bestellung-ü-1');
  check('the event has the pinned version', completed.api_version === '2026-10-28.endive');

  const throws = (call) => { try { call(); return false; } catch (error) { return error.type === 'StripeSignatureVerificationError'; } };
  const { headers, body } = got[0];
  const header = headers['stripe-signature'];
  check('another secret does not fit', throws(() => stripe.webhooks.constructEvent(body, header, 'whsec_other')));
  check('changed bytes do not fit', throws(() => stripe.webhooks.constructEvent(body.toString() + ' ', header, secret)));
  check('a stored event equals the sent one',
    JSON.stringify((await stripe.events.retrieve(completed.id)).data) === JSON.stringify(completed.data));
  await until(async () => (await stripe.events.list({ delivery_success: false })).data.length === 0, 'all is delivered');
  check('all is delivered in the end', true);
  hook.close();
});
