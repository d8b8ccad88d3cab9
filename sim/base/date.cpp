#include "ripresa/base/date.hpp"

#include <fmt/format.h>

#include <charconv>

namespace ripresa {
namespace {

struct ClockFields {
  std::int64_t day, hour, minute, second;
};

ClockFields clock_fields(Time time) {
  const std::int64_t micros = time.in_microseconds();
  std::int64_t seconds = micros / 1'000'000;
  if (micros % 1'000'000 < 0)
    --seconds;
  std::int64_t day = seconds / 86'400;
  if (seconds % 86'400 < 0)
    --day;
  const std::int64_t of_day = seconds - day * 86'400;
  return {day, of_day / 3'600, of_day / 60 % 60, of_day % 60};
}

std::string day_suffix(std::int64_t day) {
  return day == 0 ? "" : fmt::format(" ({:+} day{})", day, day == 1 || day == -1 ? "" : "s");
}

}  // namespace

std::string iso_date(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::optional<Date> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-')
    return std::nullopt;
  const auto number = [text](std::size_t from, std::size_t digits) {
    unsigned value = 0;
    const char* const end = text.data() + from + digits;
    return std::from_chars(text.data() + from, end, value).ptr == end ? value : 0;  // 0 is no year, month or day
  };
  const Date date{std::chrono::year{static_cast<int>(number(0, 4))}, std::chrono::month{number(5, 2)},
                  std::chrono::day{number(8, 2)}};
  return date.ok() && date.year() > std::chrono::year{0} ? std::optional(date) : std::nullopt;
}

Date days_after(Date date, int days) {
  return std::chrono::sys_days{date} + std::chrono::days{days};
}

std::size_t weekday_of(Date date) {
  return std::chrono::weekday{std::chrono::sys_days{date}}.iso_encoding() - 1;
}

std::string iso_local_time(Date first_day, Time time) {
  const ClockFields fields = clock_fields(time);
  return fmt::format("{}T{:02}:{:02}:{:02}", iso_date(days_after(first_day, static_cast<int>(fields.day))), fields.hour,
                     fields.minute, fields.second);
}

std::string clock_minutes(Time time) {
  const ClockFields fields = clock_fields(time);
  return fmt::format("{:02}:{:02}{}", fields.hour, fields.minute, day_suffix(fields.day));
}

std::string clock_seconds(Time time) {
  const ClockFields fields = clock_fields(time);
  return fmt::format("{:02}:{:02}:{:02}{}", fields.hour, fields.minute, fields.second, day_suffix(fields.day));
}

std::string quantity(Duration duration) {
  const std::int64_t micros = duration.in_microseconds();
  if (micros == 0)
    return "0 s";
  if (micros % 3'600'000'000 == 0)
    return fmt::format("{} h", micros / 3'600'000'000);
  if (micros % 60'000'000 == 0)
    return fmt::format("{} min", micros / 60'000'000);
  if (micros % 1'000'000 == 0)
    return fmt::format("{} s", micros / 1'000'000);
  if (micros % 1'000 == 0)
    return fmt::format("{} ms", micros / 1'000);
  return fmt::format("{} us", micros);
}

}  // namespace ripresa
