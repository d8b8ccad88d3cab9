#include "ripresa/observation/campaign_record.hpp"

#include <fmt/format.h>

namespace ripresa::observation {

std::string broken_law(const CampaignRecord& record, std::int64_t stock, std::int64_t waiting) {
  std::int64_t sent_home = waiting;
  std::int64_t returned = 0;
  std::int64_t gave_up = 0;
  for (const CampaignDay& day : record.days) {
    sent_home += day.sent_home;
    returned += day.returning + day.told_again;
    gave_up += day.gave_up;
    if (sent_home != returned + gave_up + day.waiting_return)
      return fmt::format("sent home = came back or told not to + gave up + waiting: {} against {} + {} + {} on day {}",
                         sent_home, returned, gave_up, day.waiting_return, &day - record.days.data());
    stock += day.delivered - day.used - day.wasted;
    if (stock != day.in_store)
      return fmt::format("doses in store = before + delivered − used − wasted: {} against {} on day {}", day.in_store,
                         stock, &day - record.days.data());
  }
  return "";
}

std::string broken_law(const CampaignPeople& people) {
  if (people.came + people.told_not_to == people.vaccinated + people.left_unvaccinated + people.sent_home)
    return "";
  return fmt::format("came + told not to = vaccinated + left unvaccinated + sent home: {} + {} against {} + {} + {}",
                     people.came, people.told_not_to, people.vaccinated, people.left_unvaccinated, people.sent_home);
}

}  // namespace ripresa::observation
