#include "ripresa/base/date.hpp"

#include <fmt/format.h>

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

std::string iso_local_time(Date first_day, Time time) {
  const ClockFields fields = clock_fields(time);
  const Date day{std::chrono::sys_days{first_day} + std::chrono::days{fields.day}};
  return fmt::format("{}T{:02}:{:02}:{:02}", iso_date(day), fields.hour, fields.minute, fields.second);
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
