#pragma once

// A group's replication, station by station and event by event.

#include <catch2/catch.hpp>

#include "ripresa/model/group_run.hpp"
#include "support/records.hpp"

namespace ripresa::testing {

/// Runs a replication of the group in both ways and requires every field to be the same. Whether it could be streamed.
inline bool same_both_ways(const model::Model& model, std::size_t group, model::GroupRun& one) {
  one.run(group, 0);
  if (!one.streamed())
    return false;
  model::Model events = model;
  events.groups[group].streamable = events.groups[group].solo = events.groups[group].meets_at_calls = false;
  model::GroupRun other(events);
  other.run(group, 0);
  REQUIRE_FALSE(other.streamed());
  for (std::size_t hub = 0; hub < model.groups[group].hubs.size(); ++hub) {
    REQUIRE(difference(one.baseline(hub), other.baseline(hub)) == "");
    REQUIRE(difference(one.outage(hub), other.outage(hub)) == "");
  }
  REQUIRE(one.baseline_calls() == other.baseline_calls());
  REQUIRE(one.outage_calls() == other.outage_calls());
  return true;
}

}  // namespace ripresa::testing
