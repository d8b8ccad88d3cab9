#pragma once

// Calendar dates and the printed forms of instants and durations.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "ripresa/base/time.hpp"

namespace ripresa {

using Date = std::chrono::year_month_day;

/// "2021-12-15".
std::string iso_date(Date date);

/// The date that is written just like that; nothing where none is, as of "2021-12-32", "2021-1-5" or year 0.
std::optional<Date> parse_iso_date(std::string_view text);

/// So many days after the date; before it where negative.
Date days_after(Date date, int days);

/// 0 is Monday, 6 Sunday.
std::size_t weekday_of(Date date);

/// ISO 8601 local time without an offset, "2021-12-15T14:30:00", for the instant `time` of a run whose first day is
/// `first_day`; truncated to whole seconds. Times past midnight fall on the following dates.
std::string iso_local_time(Date first_day, Time time);

/// Clock time, truncated to the minute or second: "14:30", "14:30:00". Past the first midnight a day count follows:
/// "01:10 (+1 day)".
std::string clock_minutes(Time time);
std::string clock_seconds(Time time);

/// A duration in its largest exact unit of ms, s, min, h: "40 min", "90 s", "2 h", "0 s"; fractions of a millisecond in
/// µs, "1500 us".
std::string quantity(Duration duration);

}  // namespace ripresa
