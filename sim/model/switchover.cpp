#include "switchover.hpp"

#include <algorithm>
#include <iterator>

namespace ripresa::model {

Switchover::Switchover(const std::vector<ConditionTimeline>& members, std::size_t needed, Duration failover,
                       Duration detection)
    : members_(members), failover_(failover), detection_(detection), up_(members.size(), true) {
  for (std::size_t i = 0; i < needed; ++i)
    serving_.push_back(i);
}

ConditionTimeline Switchover::timeline() {
  ConditionTimeline timeline;
  for (const Time instant : instants_of(members_)) {
    if (taken_over_at_ < instant)
      step(taken_over_at_, timeline);
    step(instant, timeline);
  }
  if (taken_over_at_ != Time::never())
    step(taken_over_at_, timeline);
  return timeline;
}

void Switchover::step(Time now, ConditionTimeline& timeline) {
  for (std::size_t i = 0; i < members_.size(); ++i)
    up_[i] = condition_at(members_[i], now).up;
  if (taken_over_at_ <= now) {
    serving_ = successors_;
    taken_over_at_ = noticed_at_ = Time::never();
  }
  if (all_up(serving_))
    taken_over_at_ = noticed_at_ = Time::never();
  else
    seek_successors(now);
  add_change(now, answer(now), timeline);
}

void Switchover::seek_successors(Time now) {
  if (noticed_at_ == Time::never())
    noticed_at_ = now + detection_;
  if (taken_over_at_ != Time::never() && all_up(successors_))
    return;
  taken_over_at_ = Time::never();
  successors_.clear();
  std::copy_if(serving_.begin(), serving_.end(), std::back_inserter(successors_),
               [this](std::size_t i) { return up_[i]; });
  for (std::size_t i = 0; i < members_.size() && successors_.size() < serving_.size(); ++i)
    if (up_[i] && std::find(serving_.begin(), serving_.end(), i) == serving_.end())
      successors_.push_back(i);
  if (successors_.size() < serving_.size())
    return;
  taken_over_at_ = std::max(now, noticed_at_) + failover_;
  if (taken_over_at_ > now)
    return;
  serving_ = successors_;
  taken_over_at_ = noticed_at_ = Time::never();
}

Condition Switchover::answer(Time now) const {
  std::vector<const Condition*> serving;
  for (const std::size_t i : serving_)
    serving.push_back(&condition_at(members_[i], now));
  return group_of(serving);
}

bool Switchover::all_up(const std::vector<std::size_t>& members) const {
  return std::all_of(members.begin(), members.end(), [this](std::size_t i) { return up_[i]; });
}

}  // namespace ripresa::model
