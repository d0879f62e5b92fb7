// What the joint search is measured against: what others would build it of,
// each asked as its documentation would have it, over the same entries in the
// same order.
#ifndef RAPPORT_TESTS_BENCH_JOINT_RIVALS_H_
#define RAPPORT_TESTS_BENCH_JOINT_RIVALS_H_

#include <memory>

#include "tests/bench/joint_question.h"

namespace rapport::bench {

// None of them knows limits and regions, which are not asked of them.

// Boost.Geometry's R-tree, packed, of unit vectors; the conditions are a
// predicate of its nearest query.
std::unique_ptr<Answerer> MakeBoostRival(const JointWorld& world);

// CRoaring: the AND of the attributes' bitmaps, the rarest first, then the
// distances of those who are free.
std::unique_ptr<Answerer> MakeRoaringRival(const JointWorld& world);

// S2ClosestPointQuery; the conditions are looked at after, and twice as many
// asked for as long as too few meet them.
std::unique_ptr<Answerer> MakeS2JointRival(const JointWorld& world);

// No rival, but the limit of what bits alone can do: a vectorised AND over the
// attributes' uncompressed bitmaps, from end to end, then the distances of
// those who are free.
std::unique_ptr<Answerer> MakePlainScan(const JointWorld& world);

}  // namespace rapport::bench

#endif  // RAPPORT_TESTS_BENCH_JOINT_RIVALS_H_
