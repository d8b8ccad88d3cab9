#include "ripresa/observation/call_record.hpp"

#include <catch2/catch.hpp>

using namespace ripresa;
using namespace ripresa::observation;

namespace {

const Grid kGrid{Time::clock(8), Duration::minutes(5), 12};

CallRecord no_calls() {
  CallRecord record;
  record.clear(kGrid);
  return record;
}

/// One call answered in the step.
CallRecord one_call(std::size_t step, Duration latency) {
  CallRecord record = no_calls();
  ++record.step(step).offered;
  record.note_answer(step, latency);
  return record;
}

std::int32_t answered_in(const CallRecord& record, std::size_t step, Duration latency) {
  return record.latencies()[step][latency_bin(latency)];
}

}  // namespace

TEST_CASE("a bin tells the latencies in it to within a fifteenth") {
  for (std::int64_t latency = 1000; latency < Duration::hours(60).in_microseconds(); latency += 1 + latency / 40) {
    const double told = latency_of_bin(latency_bin(Duration::microseconds(latency))) * 1e6;
    CAPTURE(latency, told);
    REQUIRE(std::abs(told / static_cast<double>(latency) - 1) < 1. / 15);
  }
  CHECK(latency_of_bin(latency_bin(Duration::microseconds(999))) == 0.0005);
  CHECK(latency_bin(Duration::days(4000)) == kLatencyBins - 1);
}

TEST_CASE("calls of several hubs add up wherever they fall") {
  CallRecord sum = one_call(3, Duration::seconds(1));
  sum.add(one_call(3, Duration::minutes(1)));
  sum.add(one_call(12, Duration::seconds(1)));
  sum.add(no_calls());
  CHECK(sum.steps()[3].offered == 2);
  CHECK(sum.steps()[3].latency_total == 61'000'000);
  CHECK(sum.steps()[12].answered == 1);
  CHECK(answered_in(sum, 3, Duration::seconds(1)) == 1);
  CHECK(answered_in(sum, 3, Duration::minutes(1)) == 1);
  CHECK(answered_in(sum, 12, Duration::seconds(1)) == 1);
  CallRecord from_nothing = no_calls();
  from_nothing.add(sum);
  CHECK(from_nothing == sum);
}

TEST_CASE("packed calls add up as the records they were packed from") {
  CallRecord hub = one_call(3, Duration::seconds(1));
  hub.add(one_call(3, Duration::minutes(1)));
  hub.add(one_call(12, Duration::seconds(1)));
  ++hub.step(5).failed;
  hub.under_way = 2;
  PackedCalls packed;
  packed.pack(one_call(9, Duration::hours(1)));
  packed.pack(hub);
  CallRecord sum = one_call(7, Duration::seconds(1));
  CallRecord expected = sum;
  packed.add_to(sum);
  packed.add_to(sum);
  expected.add(hub);
  expected.add(hub);
  CHECK(sum == expected);
  packed.pack(no_calls());
  packed.add_to(sum);
  CHECK(sum == expected);
}

TEST_CASE("a record that is used again keeps nothing of before") {
  const CallRecord other = one_call(7, Duration::seconds(2));
  CallRecord copy = one_call(1, Duration::milliseconds(30));
  copy.under_way = 5;
  copy = other;
  CHECK(copy == other);
  CHECK(answered_in(copy, 1, Duration::milliseconds(30)) == 0);
  copy.clear(kGrid);
  CHECK(copy == no_calls());
}
