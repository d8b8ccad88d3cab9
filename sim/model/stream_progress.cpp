#include "ripresa/model/stream_progress.hpp"

namespace ripresa::model {

/// To a size at which those under way do not meet either: their places differ.
void StreamProgress::grow() {
  std::vector<ServiceProgress> larger(2 * ring_.size());
  for (const ServiceProgress& progress : ring_)
    if (progress.place != kNobody)
      larger[progress.place & (larger.size() - 1)] = progress;
  ring_.swap(larger);
}

}  // namespace ripresa::model
