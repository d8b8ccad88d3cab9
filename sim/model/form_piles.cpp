#include "ripresa/model/form_piles.hpp"

namespace ripresa::model {

void FormPiles::start(std::size_t stations) {
  desks_.resize(stations);
  for (Desk& desk : desks_) {
    desk.pile.clear();
    desk.entering.clear();
    desk.extra_clerks_free = 0;
    desk.last_extra_entry = {};
    desk.entry_time = {};
    desk.overnight = desk.overnight_busy = false;
  }
  forms_.clear();
}

}  // namespace ripresa::model
