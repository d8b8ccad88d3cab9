#include "ripresa/model/dose_supply.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>

namespace ripresa::model {

void DoseSupply::start_day(const SupplyModel& model, std::int64_t stock) {
  // A fresh start that keeps the vectors' memory.
  auto ready = std::move(ready_);
  auto waits = std::move(record_.waits);
  ready.clear();
  waits.clear();
  *this = {};
  ready_ = std::move(ready);
  record_.waits = std::move(waits);
  model_ = &model;
  stock_ = stock;
  record_.stock = stock == kUnlimitedDoses ? 0 : stock;
  in_store_ = model.prepared ? stock : 0;
}

void DoseSupply::deliver(std::int64_t doses) {
  record_.delivered += doses;
  if (model_->prepared && in_store_ != kUnlimitedDoses)
    in_store_ += doses;
}

void DoseSupply::keep_ready(std::int64_t doses) {
  to_prepare_ = std::max<std::int64_t>(0, doses - ready() - preparing_);
}

std::uint32_t DoseSupply::begin_one(Time now) {
  assert(can_begin());
  touch(now);
  ++preparing_;
  --to_prepare_;
  if (in_store_ != kUnlimitedDoses)
    --in_store_;
  record_.first_begun = std::min(record_.first_begun, now);
  return begun_++;
}

void DoseSupply::end_one(Time now) {
  touch(now);
  --preparing_;
  record_.last_ready = now;
}

void DoseSupply::make_ready(std::int64_t doses, Time now) {
  record_.became_ready += doses;
  ready_.push_back({now, doses});
}

void DoseSupply::take(Time since) {
  assert(any_ready());
  ReadyDoses& oldest = ready_[first_];
  record_.waits.push_back(std::max(Duration{}, oldest.since - since));
  if (--oldest.doses == 0)
    ++first_;
}

bool DoseSupply::expire(Time now) {
  const std::size_t before = first_;
  for (; any_ready() && ready_[first_].since + *model_->shelf_life <= now; ++first_)
    record_.expired += ready_[first_].doses;
  return first_ != before;
}

void DoseSupply::end_day(Time now) {
  touch(now);
  record_.left_ready = ready();
  record_.under_preparation = preparing_;
  if (stock_ == kUnlimitedDoses)
    record_.stock = begun_ - record_.delivered;
  else
    record_.left_in_store = in_store_;
}

std::int64_t DoseSupply::ready() const {
  std::int64_t doses = 0;
  for (std::size_t i = first_; i < ready_.size(); ++i)
    doses += ready_[i].doses;
  return doses;
}

void DoseSupply::touch(Time now) {
  record_.preparing_area += (now - touched_) * preparing_;
  touched_ = now;
}

}  // namespace ripresa::model
