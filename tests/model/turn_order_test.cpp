#include "ripresa/model/turn_order.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <vector>

using ripresa::Duration;
using ripresa::Time;
using ripresa::engine::Phase;
using ripresa::model::TurnOrder;

namespace {

Time seconds_in(std::int64_t seconds) {
  return Time::since_midnight(Duration::seconds(seconds));
}

std::vector<std::size_t> in_turn(TurnOrder& turns) {
  std::vector<std::size_t> hubs;
  for (; !turns.empty(); turns.pop())
    hubs.push_back(turns.first());
  return hubs;
}

}  // namespace

TEST_CASE("turns come by instant, then phase, then the order of the day, and of the same rank by hub") {
  const std::array<std::uint64_t, 5> ranks = {7, ~std::uint64_t{0}, 3, 7, 0};
  TurnOrder turns;
  REQUIRE(turns.start(ranks, seconds_in(86'400)));
  CHECK(turns.empty());
  for (const std::size_t hub : {3u, 1u, 0u, 2u})
    turns.push(seconds_in(60), Phase::progress, hub);
  turns.push(seconds_in(60), Phase::availability, 4);
  CHECK(in_turn(turns) == std::vector<std::size_t>{4, 2, 0, 3, 1});

  turns.push(seconds_in(10), Phase::retry, 0);
  turns.push(seconds_in(20), Phase::availability, 1);
  turns.push(seconds_in(30), Phase::availability, 2);
  turns.replace_first(seconds_in(25), Phase::progress, 0);
  CHECK(in_turn(turns) == std::vector<std::size_t>{1, 0, 2});
}

TEST_CASE("a day's turns are forgotten when the next begins") {
  const std::array<std::uint64_t, 2> ranks = {1, 2};
  TurnOrder turns;
  REQUIRE(turns.start(ranks, seconds_in(86'400)));
  turns.push(seconds_in(10), Phase::progress, 1);
  REQUIRE(turns.start(ranks, seconds_in(86'400)));
  CHECK(turns.empty());
}

TEST_CASE("turns that do not fit into one word are refused") {
  const std::vector<std::uint64_t> ranks(4'000);
  TurnOrder turns;
  CHECK(turns.start(ranks, seconds_in(86'400L * 365)));
  CHECK_FALSE(turns.start(ranks, seconds_in(86'400L * 365 * 20)));
}
