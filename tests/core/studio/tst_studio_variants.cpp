#include "core/studio/studio_limits.h"
#include "core/studio/styles.h"
#include "core/studio/variants.h"

#include <QSet>
#include <QTest>

#include <set>

using namespace headroom;
using namespace headroom::studio;

class StudioVariantsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyTwoOfOneStyleDifferInAtLeastTwoChoices() {
        for (const Style& style : styles()) {
            for (int photos = 1; photos <= maxPhotos; ++photos) {
                const auto plan = planVariants(photos, style.id, maxVariants(photos), 17);
                QVERIFY(plan.has_value());
                QCOMPARE(int(plan->size()), maxVariants(photos));
                for (std::size_t i = 0; i < plan->size(); ++i) {
                    QVERIFY((*plan)[i].photo >= 0 && (*plan)[i].photo < photos);
                    QVERIFY((*plan)[i].backdrop >= 0 && (*plan)[i].backdrop < backdropVariations);
                    for (std::size_t j = 0; j < i; ++j)
                        QVERIFY(differences((*plan)[i], (*plan)[j]) >= 2);
                }
            }
        }
    }

    void theFirstOnesDifferMost() {
        // With three photos the first three can differ in photo, framing, light and backdrop.
        const auto plan = *planVariants(3, "studio-grey", 3, 1);
        for (std::size_t i = 0; i < plan.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j)
                QCOMPARE(differences(plan[i], plan[j]), 4);
        }
        QCOMPARE(plan.front().framing, Framing::Classic);
    }

    void allPhotosGetTheirShare() {
        const auto plan = *planVariants(4, "garden", 8, 99);
        std::array<int, 4> uses{};
        for (const Variant& v : plan)
            ++uses[static_cast<std::size_t>(v.photo)];
        for (const int n : uses)
            QCOMPARE(n, 2);
    }

    void sameRequestSamePlanOtherSeedOtherPlan() {
        QVERIFY(*planVariants(2, "ivory", 10, 5) == *planVariants(2, "ivory", 10, 5));
        QVERIFY(*planVariants(2, "ivory", 10, 5) != *planVariants(2, "ivory", 10, 6));
        QVERIFY(*planVariants(2, "ivory", 10, 5) != *planVariants(2, "sage", 10, 5));
        const auto longer = *planVariants(2, "ivory", 12, 5), shorter = *planVariants(2, "ivory", 7, 5);
        QVERIFY(std::equal(shorter.begin(), shorter.end(),
                           longer.begin())); // asking for more keeps what was planned
    }

    void impossiblePlansAreRefused() {
        QCOMPARE(planVariants(0, "ivory", 1, 1).error().code, ErrorCode::InvalidInput);
        QCOMPARE(planVariants(maxPhotos + 1, "ivory", 1, 1).error().code, ErrorCode::InvalidInput);
        QCOMPARE(planVariants(1, "ivory", -1, 1).error().code, ErrorCode::InvalidInput);
        QCOMPARE(planVariants(1, "ivory", maxVariants(1) + 1, 1).error().code, ErrorCode::LimitExceeded);
        QVERIFY(planVariants(1, "ivory", 0, 1)->empty());
    }

    void thereAreAtLeastEightStylesWithIdsOfTheirOwn() {
        QVERIFY(styles().size() >= 8);
        std::set<std::string_view> ids, names;
        for (const Style& style : styles()) {
            ids.insert(style.id);
            names.insert(style.name);
            QVERIFY(!style.description.empty());
            QCOMPARE(findStyle(style.id)->id, style.id);
            for (const char c : style.id)
                QVERIFY((c >= 'a' && c <= 'z') || c == '-');
        }
        QCOMPARE(ids.size(), styles().size());
        QCOMPARE(names.size(), styles().size());
        QVERIFY(!findStyle("no-such-style"));
    }
};

QTEST_APPLESS_MAIN(StudioVariantsTest)
#include "tst_studio_variants.moc"
