#include "ripresa/model/call_script.hpp"

#include <catch2/catch.hpp>

using ripresa::Duration;
using ripresa::Time;
using ripresa::engine::Phase;
using ripresa::model::CallScript;
using ripresa::model::ScriptedCall;

namespace {

/// Makes a call of two seconds to the backend at nine and so many minutes: how long it waits.
Duration wait_of_call(CallScript& script, int minute, std::uint32_t backend = 0) {
  const Time now = Time::clock(9, minute);
  return script.admit(backend, now, Phase::progress, Duration::seconds(2)) - now;
}

/// Calls at 9:00, 9:01 and 9:02, of which the second has to wait for a second.
CallScript three_calls() {
  CallScript script;
  script.begin(0);
  for (const int minute : {0, 1, 2})
    wait_of_call(script, minute);
  script.end();
  ScriptedCall& second = script.calls()[1];
  second.admitted = second.admitted + Duration::seconds(1);
  return script;
}

}  // namespace

TEST_CASE("calls wait as is known of the first of them, and are taken to be admitted at once after these") {
  CallScript script = three_calls();
  REQUIRE(script.calls().size() == 3);
  script.begin(2);
  CHECK(wait_of_call(script, 0) == Duration{});
  CHECK(wait_of_call(script, 1) == Duration::seconds(1));
  CHECK(script.made() == 2);
  CHECK(wait_of_call(script, 7) == Duration{});
  script.end();
  CHECK(script.as_known());
  REQUIRE(script.calls().size() == 3);
  CHECK(script.calls()[2].at == Time::clock(9, 7));
}

TEST_CASE("calls that stand there stay until others take their places, or the run is over without them") {
  CallScript script = three_calls();
  script.begin(3);
  wait_of_call(script, 0);
  CHECK(script.calls().size() == 3);
  script.begin(1);
  wait_of_call(script, 0);
  script.end();
  CHECK(script.as_known());
  CHECK(script.calls().size() == 1);
}

TEST_CASE("a run that does not make the calls that are known is told: others, or too few") {
  CallScript other = three_calls();
  other.begin(3);
  wait_of_call(other, 0);
  CHECK(wait_of_call(other, 1, 1) == Duration{});
  wait_of_call(other, 2);
  other.end();
  CHECK_FALSE(other.as_known());
  CHECK(other.calls().size() == 3);

  CallScript lost = three_calls();
  lost.begin(2);
  wait_of_call(lost, 0);
  lost.forget(0, Time::clock(9, 1), Phase::availability);
  lost.end();
  CHECK_FALSE(lost.as_known());

  CallScript few = three_calls();
  few.begin(2);
  wait_of_call(few, 0);
  few.end();
  CHECK_FALSE(few.as_known());
}
