#include "ripresa/model/person_durations.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace ripresa;
using model::PersonDurations;

TEST_CASE("durations that differ are each person's own, and grow by one who comes in addition") {
  PersonDurations durations;
  const auto each = durations.each(3, 10);
  std::generate(each.begin(), each.end(), [minutes = 7]() mutable { return Duration::minutes(minutes--); });
  CHECK(durations[0] == Duration::minutes(7));
  CHECK(durations[2] == Duration::minutes(5));
  CHECK(durations.least() == Duration::minutes(5));
  durations.push_back(Duration::minutes(1));
  CHECK(durations.view()[3] == Duration::minutes(1));
  CHECK(durations.least() == Duration::minutes(1));
}

TEST_CASE("a duration that is everybody's is any person's, also of those who come in addition") {
  PersonDurations durations;
  durations.assign_to_all(Duration::minutes(15));
  durations.push_back(Duration::minutes(15));
  const PersonDurations::View view = durations.view();
  for (const std::uint32_t person : {0u, 1u, 123'456u, 0xffff'fffeu}) {
    CHECK(durations[person] == Duration::minutes(15));
    CHECK(view[person] == Duration::minutes(15));
  }
  CHECK(durations.least() == Duration::minutes(15));
}

TEST_CASE("durations may differ in one replication and be everybody's in the next") {
  PersonDurations durations;
  CHECK(durations.least() == Duration{});
  durations.assign_to_all(Duration::minutes(2));
  const auto each = durations.each(2, 2);
  each[0] = Duration::minutes(3);
  each[1] = Duration::minutes(4);
  CHECK(durations[1] == Duration::minutes(4));
  durations.assign_to_all(Duration::minutes(5));
  CHECK(durations[1] == Duration::minutes(5));
}
