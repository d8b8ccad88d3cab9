#include "scope_views.hpp"

#include <algorithm>
#include <utility>

namespace ripresa::experiment {
namespace {

using observation::RunRecord;

std::span<const Time> merged(const std::vector<const RunRecord*>& records, std::vector<Time> RunRecord::*times,
                             std::vector<Time>& storage) {
  if (records.size() == 1)
    return records.front()->*times;
  storage.clear();
  for (const RunRecord* record : records)
    storage.insert(storage.end(), (record->*times).begin(), (record->*times).end());
  std::sort(storage.begin(), storage.end());
  return storage;
}

void add_up(const std::vector<const RunRecord*>& records, std::vector<std::int32_t> observation::Series::*values,
            std::vector<std::int32_t>& sum) {
  sum.assign((records.front()->series.*values).size(), 0);
  for (const RunRecord* record : records)
    std::transform(sum.begin(), sum.end(), (record->series.*values).begin(), sum.begin(), std::plus<>{});
}

}  // namespace

RunView RunViewBuilder::view(std::vector<const RunRecord*> records) {
  using observation::Series;
  records_ = std::move(records);
  series_.resize(kSeriesKinds);
  const auto series_of = [this](SeriesKind kind) -> std::vector<std::int32_t>& {
    return series_[static_cast<std::size_t>(kind)];
  };
  add_up(records_, &Series::vaccinated, series_of(SeriesKind::vaccinated));
  add_up(records_, &Series::recorded, series_of(SeriesKind::recorded));
  add_up(records_, &Series::queue, series_of(SeriesKind::queue));
  add_up(records_, &Series::outdoors, series_of(SeriesKind::outdoors));
  add_up(records_, &Series::present, series_of(SeriesKind::present));
  return {records_, merged(records_, &RunRecord::vaccinations, vaccinations_),
          merged(records_, &RunRecord::recordings, recordings_), series_of(SeriesKind::queue),
          series_of(SeriesKind::outdoors)};
}

}  // namespace ripresa::experiment
