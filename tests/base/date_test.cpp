#include "ripresa/base/date.hpp"

#include <catch2/catch.hpp>

using namespace ripresa;
using namespace std::chrono_literals;

namespace {
const Date kDay{2021y / 12 / 15};
}

TEST_CASE("an instant prints as ISO 8601 local time without an offset") {
  CHECK(iso_local_time(kDay, Time::clock(14, 30)) == "2021-12-15T14:30:00");
  CHECK(iso_local_time(kDay, Time::clock(0)) == "2021-12-15T00:00:00");
}

TEST_CASE("instants past midnight carry the following dates, across months and years") {
  CHECK(iso_local_time(kDay, Time::clock(25, 10, 5)) == "2021-12-16T01:10:05");
  CHECK(iso_local_time(Date{2021y / 12 / 31}, Time::clock(24)) == "2022-01-01T00:00:00");
  CHECK(clock_minutes(Time::clock(25, 10)) == "01:10 (+1 day)");
}

TEST_CASE("an instant before midnight belongs to the day before") {
  CHECK(iso_local_time(kDay, Time{} - Duration::seconds(1)) == "2021-12-14T23:59:59");
  CHECK(clock_seconds(Time{} - Duration::milliseconds(500)) == "23:59:59 (-1 day)");
}

TEST_CASE("a duration prints in its largest exact unit") {
  CHECK(quantity(Duration::minutes(40)) == "40 min");
  CHECK(quantity(Duration::seconds(90)) == "90 s");
  CHECK(quantity(Duration::hours(2)) == "2 h");
  CHECK(quantity(Duration{}) == "0 s");
  CHECK(quantity(-Duration::minutes(5)) == "-5 min");
  CHECK(quantity(Duration::microseconds(1500)) == "1500 us");
}

TEST_CASE("seconds round to the nearest microsecond, halves away from zero") {
  CHECK(Duration::nearest_seconds(0.0000015).in_microseconds() == 2);
  CHECK(Duration::nearest_seconds(-0.0000015).in_microseconds() == -2);
  CHECK(Duration::nearest_seconds(180).in_minutes() == 3);
}

TEST_CASE("a date is read from its one form alone") {
  CHECK(parse_iso_date("2021-12-15") == Date{std::chrono::year{2021} / 12 / 15});
  CHECK(parse_iso_date("0001-01-01") == Date{std::chrono::year{1} / 1 / 1});
  CHECK(parse_iso_date("2024-02-29"));
  for (const char* none : {"", "2021-12-32", "2023-02-29", "2021-1-5", "0000-01-01", " 2021-12-1", "2021-+1-15",
                           "2021-12-1 ", "2021-12-15 ", "2021-12-15T08:00:00", "-021-12-15", "2021/12/15", "today"}) {
    CAPTURE(none);
    CHECK_FALSE(parse_iso_date(none));
  }
}

TEST_CASE("days are counted over the ends of months, and weekdays from Monday") {
  const Date wednesday{std::chrono::year{2021} / 12 / 15};
  CHECK(weekday_of(wednesday) == 2);
  CHECK(iso_date(days_after(wednesday, 17)) == "2022-01-01");
  CHECK(weekday_of(days_after(wednesday, 4)) == 6);
  CHECK(weekday_of(days_after(wednesday, -2)) == 0);
}
