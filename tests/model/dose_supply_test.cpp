// A supply by itself: what it counts and which dose goes first.

#include "ripresa/model/dose_supply.hpp"

#include <catch2/catch.hpp>

using namespace ripresa;
using model::DoseSupply;

namespace {

model::SupplyModel prepared_supply() {
  model::SupplyModel model;
  model.prepared = true;
  return model;
}

}  // namespace

TEST_CASE("preparers begin on doses that are asked for and in store, one each") {
  const auto model = prepared_supply();
  DoseSupply supply;
  supply.start_day(model, 3);
  supply.set_preparers(2);
  CHECK(!supply.can_begin());
  supply.ask_for(10);
  CHECK(supply.begin_one(Time::clock(8)) == 0);
  CHECK(supply.begin_one(Time::clock(8)) == 1);
  CHECK(!supply.can_begin());
  supply.end_one(Time::clock(8, 10));
  CHECK(supply.begin_one(Time::clock(8, 10)) == 2);
  supply.end_one(Time::clock(8, 20));
  CHECK(!supply.can_begin());
  supply.deliver(1);
  CHECK(supply.can_begin());

  supply.end_day(Time::clock(8, 30));
  CHECK(supply.record().stock == 3);
  CHECK(supply.record().delivered == 1);
  CHECK(supply.record().left_in_store == 1);
  CHECK(supply.record().under_preparation == 1);
  CHECK(supply.record().first_begun == Time::clock(8));
  CHECK(supply.record().last_ready == Time::clock(8, 20));
  CHECK(supply.record().preparing_area == Duration::minutes(2 * 20 + 10));
}

TEST_CASE("what is to be kept ready counts those under preparation") {
  const auto model = prepared_supply();
  DoseSupply supply;
  supply.start_day(model, model::kUnlimitedDoses);
  supply.set_preparers(10);
  supply.make_ready(2, Time::clock(8));
  supply.ask_for(7);
  supply.keep_ready(5);
  int begun = 0;
  for (; supply.can_begin(); ++begun)
    supply.begin_one(Time::clock(8));
  CHECK(begun == 3);
  supply.keep_ready(5);
  CHECK(!supply.can_begin());
  supply.end_day(Time::clock(9));
  CHECK(supply.record().stock == 3);
  CHECK(supply.record().left_in_store == 0);
}

TEST_CASE("the dose that has been ready longest goes first, and is the first to expire") {
  model::SupplyModel model;
  model.shelf_life = Duration::minutes(60);
  DoseSupply supply;
  supply.start_day(model, 0);
  supply.make_ready(2, Time::clock(8));
  supply.make_ready(2, Time::clock(8, 30));
  supply.take(Time::clock(7, 50));
  supply.expire(Time::clock(8, 59, 59));
  supply.take(Time::clock(8, 10));
  supply.take(Time::clock(8, 10));
  supply.expire(Time::clock(9, 30));
  CHECK(!supply.any_ready());
  supply.use();
  supply.use();
  supply.hold();
  supply.end_day(Time::clock(10));

  const auto& record = supply.record();
  CHECK(record.became_ready == 4);
  CHECK(record.expired == 1);
  CHECK(record.used == 2);
  CHECK(record.in_hand == 1);
  CHECK(record.left_ready == 0);
  CHECK(record.waits == std::vector<Duration>{Duration::minutes(10), Duration{}, Duration::minutes(20)});
}
