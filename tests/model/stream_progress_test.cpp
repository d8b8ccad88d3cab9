#include "ripresa/model/stream_progress.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <map>
#include <random>

using namespace ripresa;
using model::StreamProgress;

TEST_CASE("services are found by place while others begin and end, however long some of them take") {
  std::mt19937_64 random(5);
  StreamProgress progress;
  std::map<std::size_t, model::Micros> under_way;  // place, and what was noted as its service began
  for (std::size_t place = 0; place < 5000; ++place) {
    const auto since = static_cast<model::Micros>(random() % 1'000'000);
    model::ServiceProgress& begun = progress.begin(place);
    REQUIRE(begun.place == place);
    REQUIRE(begun.step == 0);
    REQUIRE(begun.called_for == 0);
    begun.since = since;
    under_way[place] = since;
    // One in a hundred takes as long as hundreds of others.
    for (auto service = under_way.begin(); service != under_way.end();) {
      const std::size_t others = service->first % 100 == 0 ? 700 : random() % 40;
      if (service->first + others > place) {
        ++service;
        continue;
      }
      progress.end(service->first);
      service = under_way.erase(service);
    }
    for (const auto& [other, noted] : under_way) {
      REQUIRE(progress[other].place == other);
      REQUIRE(progress[other].since == noted);
    }
  }
}

TEST_CASE("a copy has the services under way, and goes on by itself") {
  StreamProgress progress;
  for (std::size_t place = 0; place < 10; ++place)
    progress.begin(place).step = static_cast<std::uint8_t>(place);
  StreamProgress copy = progress;
  for (std::size_t place = 10; place < 100; ++place)
    copy.begin(place);
  for (std::size_t place = 0; place < 10; ++place) {
    CHECK(copy[place].step == place);
    CHECK(progress[place].step == place);
  }
}

TEST_CASE("a new day begins with nobody in service") {
  StreamProgress progress;
  for (std::size_t place = 0; place < 10; ++place)
    progress.begin(place).called_for = 7;
  progress.clear();
  for (std::size_t place = 0; place < 10; ++place)
    CHECK(progress.begin(place).called_for == 0);
}

TEST_CASE("services that meet once more in a larger ring are made room for again") {
  StreamProgress progress;
  for (const std::size_t place : {0u, 64u, 128u, 1024u})
    progress.begin(place).called_for = static_cast<model::Micros>(place);
  for (const std::size_t place : {0u, 64u, 128u, 1024u}) {
    CHECK(progress[place].place == place);
    CHECK(progress[place].called_for == static_cast<model::Micros>(place));
  }
}
