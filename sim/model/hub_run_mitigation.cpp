// What the hub does to get over a disturbance.
//
// A mitigation waits for its trigger, begins a lead time later, and ends after its time, when the lines are short, or
// not before the end of the day; it does so once a day. Those that belong to a failure act only in the run with the
// failures and from the first of them on; the others act in both runs by the same rule.

#include <algorithm>
#include <cassert>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using engine::Phase;

namespace {

constexpr Duration kLookEvery = Duration::minutes(1);  // at how far the hub is behind its plan

/// When the first slot begins whose people are called wrongly, of the hub's book or to it.
Time first_called_wrongly(const HubModel& hub, const std::vector<HubModel>& hubs) {
  Time first = Time::never();
  for (const BookingFault& fault : hub.booking_faults)
    first = std::min(first, fault.from);
  for (const std::size_t home : hub.wrongly_called_from)
    for (const BookingFault& fault : hubs[home].booking_faults)
      if (fault.called_elsewhere > 0 && &hubs[fault.elsewhere] == &hub)
        first = std::min(first, fault.from);
  return first;
}

bool moves_servers(const scenario::Mitigation& mitigation) {
  return std::holds_alternative<scenario::ExtraServers>(mitigation.action) ||
         std::holds_alternative<scenario::MoveStaff>(mitigation.action);
}

}  // namespace

/// From now on these mitigations wait for their triggers: those of failures alone, or those that do without.
void HubRun::watch_mitigations(bool of_failures) {
  for (std::uint32_t m = 0; m < mitigations_.size(); ++m)
    if (hub_->mitigations[m].without_failure != of_failures)
      watch_for(m);
}

/// When the first of the failures is felt that are the hub's own: of its booking, or of a backend that its stations
/// call or one of its mitigations watches. Where none is, what other hubs of its group meet may be felt.
Time HubRun::first_failure_felt(Time first_of_any) const {
  Time first = first_called_wrongly(*hub_, model_->hubs);
  for (const std::size_t backend : hub_->felt_backends)
    if (const BackendTimeline& timeline = failures_->timelines[backend]; !timeline.empty())
      first = std::min(first, timeline.front().at);
  return first == Time::never() && group_.size() > 1 ? first_of_any : std::max(now_, first);
}

void HubRun::watch_for(std::uint32_t mitigation) {
  const auto& when = hub_->mitigations[mitigation].when;
  const Time from = hub_->mitigations[mitigation].without_failure ? now_ : reacts_from_;
  if (from == Time::never())
    return;
  if (const auto* time = std::get_if<scenario::AtTime>(&when)) {
    schedule_change(std::max(from, time->at), Phase::staffing, {Kind::mitigation_watch, mitigation, 0});
  } else if (std::holds_alternative<scenario::BehindPlan>(when)) {
    // Whenever the watch begins, it looks at the same instants.
    const Duration open_for = std::max(Duration{}, from - hub_->opens);
    const Time first = hub_->opens + kLookEvery * ((open_for + kLookEvery - Duration::microseconds(1)) / kLookEvery);
    schedule_change(first, Phase::staffing, {Kind::mitigation_watch, mitigation, 0});
  }
}

/// A backend has gone: the clocks of those that wait for that start.
void HubRun::watch_backend(std::uint32_t backend) {
  watch_loss(backend, now_);
}

/// It went before midnight and has not come back: the clocks have run since then.
void HubRun::watch_backend_gone_before(std::uint32_t backend) {
  if (mitigations_.empty() || backends_[backend].up)
    return;
  const BackendTimeline& timeline = failures_->timelines[backend];
  watch_loss(backend, timeline[changes_before_midnight(timeline) - 1].at);
}

void HubRun::watch_loss(std::uint32_t backend, Time since) {
  ++backend_losses_[backend];
  backend_lost_at_[backend] = since;
  for (std::uint32_t m = 0; m < mitigations_.size(); ++m)
    if (const auto* down = std::get_if<scenario::BackendDown>(&hub_->mitigations[m].when);
        down && down->backend == backend)
      schedule_change(std::max(Time{}, since + down->lasting), Phase::staffing,
                      {Kind::mitigation_watch, m, backend_losses_[backend]});
}

/// A line has changed.
void HubRun::watch_lines() {
  for (std::uint32_t m = 0; m < mitigations_.size(); ++m) {
    const scenario::Mitigation& mitigation = hub_->mitigations[m];
    watch_for_end(m);
    const auto* queue = std::get_if<scenario::QueueAbove>(&mitigation.when);
    if (!queue || mitigations_[m].state != MitigationState::idle ||
        (!mitigation.without_failure && now_ < reacts_from_))
      continue;
    if ((queue->station ? stations_[*queue->station].queued : queued_) > queue->persons)
      trigger(m, now_);
  }
}

/// One that ends when the lines are short goes on until they have been long since its trigger, and are so no more.
void HubRun::watch_for_end(std::uint32_t m) {
  const auto& until = hub_->mitigations[m].until_queue_below;
  Mitigation& mitigation = mitigations_[m];
  if (!until || mitigation.state == MitigationState::idle || mitigation.state == MitigationState::over)
    return;
  if (queued_ >= *until) {
    mitigation.lines_were_long = true;
  } else if (mitigation.state == MitigationState::on && mitigation.lines_were_long) {
    mitigation.state = MitigationState::over;
    schedule_change(now_, Phase::staffing, {Kind::mitigation_ends, m, 1});
  }
}

void HubRun::look_at_watch(Change change) {
  const auto& when = hub_->mitigations[change.subject].when;
  if (mitigations_[change.subject].state != MitigationState::idle)
    return;
  if (const auto* down = std::get_if<scenario::BackendDown>(&when)) {
    if (!backends_[down->backend].up && backend_losses_[down->backend] == change.ordinal)
      trigger(change.subject, backend_lost_at_[down->backend] + down->lasting);
  } else if (const auto* plan = std::get_if<scenario::BehindPlan>(&when)) {
    if (behind_plan() > plan->persons)
      trigger(change.subject, now_);
    else if (now_ < closes_)
      schedule_change(now_ + kLookEvery, Phase::staffing, change);
  } else {
    trigger(change.subject, now_);
  }
}

/// Doses that should have been given by now, by the day's book, those returning and the walk-ins expected, and have
/// not.
double HubRun::behind_plan() const {
  const DayDemand& demand = day_.demand;
  const auto& book = demand.appointments;
  auto due = std::upper_bound(book.begin(), book.end(), now_) - book.begin();
  due += std::count_if(demand.returning.begin(), demand.returning.end(),
                       [this](const ReturningPerson& person) { return person.due <= now_; });
  double planned = static_cast<double>(due) * hub_->show_rate;
  for (const DemandPiece& piece : hub_->walk_ins)
    if (piece.from < now_)
      planned += demand.walk_in_factor * piece.persons_per_hour * (std::min(now_, piece.to) - piece.from).in_hours();
  return planned - static_cast<double>(record_.counts.vaccinated);
}

/// `since`: when its trigger came about, before midnight perhaps.
void HubRun::trigger(std::uint32_t mitigation, Time since) {
  mitigations_[mitigation].state = MitigationState::coming;
  watch_for_end(mitigation);
  schedule_change(std::max(now_, since + hub_->mitigations[mitigation].lead_time), Phase::staffing,
                  {Kind::mitigation_begins, mitigation, 0});
}

void HubRun::begin_mitigation(std::uint32_t m) {
  const scenario::Mitigation& mitigation = hub_->mitigations[m];
  mitigations_[m].state = MitigationState::on;
  if (mitigation.lasts)
    schedule_change(now_ + *mitigation.lasts, Phase::staffing, {Kind::mitigation_ends, m, 0});
  watch_for_end(m);
  if (moves_servers(mitigation)) {
    share_out_staff_later();
  } else if (const auto* overtime = std::get_if<scenario::Overtime>(&mitigation.action)) {
    close_later(overtime->by);
  } else if (const auto* shorten = std::get_if<scenario::Shorten>(&mitigation.action)) {
    set_work_factor(shorten->station);
  } else if (const auto* message = std::get_if<scenario::HoldBack>(&mitigation.action)) {
    const Time from = now_ + message->notice;
    messages_.push_back({m, ordinal_of_message(m), from, mitigation.lasts ? from + *mitigation.lasts : Time::never()});
  }
}

/// Among the hub's messages: who obeys one does not depend on what else the hub may do.
std::uint32_t HubRun::ordinal_of_message(std::uint32_t mitigation) const {
  const auto first = hub_->mitigations.begin();
  return static_cast<std::uint32_t>(std::count_if(first, first + mitigation, [](const scenario::Mitigation& before) {
    return std::holds_alternative<scenario::HoldBack>(before.action);
  }));
}

/// Ordinal 1 of the change: the lines are short, and it counts as over already.
void HubRun::end_mitigation(std::uint32_t m) {
  const scenario::Mitigation& mitigation = hub_->mitigations[m];
  mitigations_[m].state = MitigationState::over;
  if (moves_servers(mitigation)) {
    share_out_staff_later();
  } else if (const auto* shorten = std::get_if<scenario::Shorten>(&mitigation.action)) {
    set_work_factor(shorten->station);
  } else {
    for (Message& message : messages_)
      if (message.mitigation == m)
        message.to = std::min(message.to, now_ + std::get<scenario::HoldBack>(mitigation.action).notice);
  }
}

/// Services at the station that begin from now on are shortened by all that are on.
void HubRun::set_work_factor(std::size_t station) {
  double factor = 1;
  for (std::size_t m = 0; m < mitigations_.size(); ++m)
    if (const auto* shorten = std::get_if<scenario::Shorten>(&hub_->mitigations[m].action);
        shorten && shorten->station == station && mitigations_[m].state == MitigationState::on)
      factor *= shorten->factor;
  stations_[station].work_factors.push_back(factor);
}

/// Once all shifts and mitigations that begin or end at this instant have: half of them would break off services that
/// the other half has staff for.
void HubRun::share_out_staff_later() {
  if (!staff_changes_)
    schedule_change(now_, Phase::staffing, {Kind::staff_shared_out, 0, 0});
  staff_changes_ = true;
}

/// Sets the servers of all stations with staff: those who leave one first.
void HubRun::set_staff(BackendQueues& queues) {
  staff_changes_ = false;
  share_out_staff();
  for (const bool leave : {true, false})
    for (std::uint32_t s = 0; s < stations_.size(); ++s)
      if (!hub_->stations[s].staffing.empty() &&
          (leave ? staff_[s] < stations_[s].servers : staff_[s] > stations_[s].servers))
        set_servers(s, staff_[s], queues);
}

/// By the shifts and the mitigations that are on, in their order. As many are moved as there are.
void HubRun::share_out_staff() {
  staff_.clear();
  for (const Station& station : stations_)
    staff_.push_back(station.scheduled);
  for (std::size_t m = 0; m < mitigations_.size(); ++m)
    if (const auto* extra = std::get_if<scenario::ExtraServers>(&hub_->mitigations[m].action);
        extra && mitigations_[m].state == MitigationState::on)
      staff_[extra->station] += extra->servers;
  for (std::size_t m = 0; m < mitigations_.size(); ++m)
    if (const auto* move = std::get_if<scenario::MoveStaff>(&hub_->mitigations[m].action);
        move && mitigations_[m].state == MitigationState::on) {
      const std::int32_t moved = std::min(move->servers, staff_[move->from]);
      staff_[move->from] -= moved;
      staff_[move->to] += moved;
    }
}

/// Puts on record by how much the staff differed from the shifts, at the end of the run.
void HubRun::note_staff(std::uint32_t station) {
  const Station& s = stations_[station];
  const StationModel& model = hub_->stations[station];
  observation::StationRecord& record = record_.stations[station];
  const auto beyond_shifts = [&](Time from, Time to) {
    return staffed_time(s.staffed, from, to) - staffed_time(model.staffing, from, to);
  };
  if (!mitigations_.empty() && !model.staffing.empty()) {
    record.extra_staffed = beyond_shifts(hub_->opens, std::max(hub_->closes, record.last_release));
    record.extra_staffed_late = beyond_shifts(hub_->closes, record.last_release);
  }
}

/// Appointments and walk-ins stay as they are; who comes before the later closing is let in.
void HubRun::close_later(Duration by) {
  if (now_ >= closes_)
    return;
  closes_ = closes_ + by;
  schedule_change(closes_, Phase::doors, {Kind::closing, 0, 0});
}

/// Whether the change was put off, and meanwhile a later shift has begun.
bool HubRun::is_overtaken(Change change, const std::vector<StaffChange>& staffing) const {
  const std::size_t next = change.ordinal + 1;
  return next < staffing.size() && staffing[next].at <= now_;
}

/// Staff whose shift ends at closing time or after it stay until the later closing, or until the next shift begins
/// before that: the change comes then.
bool HubRun::stays_for_overtime(Change change, const std::vector<StaffChange>& staffing, std::int32_t on_duty) {
  if (now_ < hub_->closes || now_ >= closes_ || staffing[change.ordinal].servers >= on_duty)
    return false;
  schedule_change(closes_, Phase::staffing, change);
  return true;
}

/// When the person has an appointment today; never for a walk-in, or by a failure of the booking.
Time HubRun::due_time(std::uint32_t person) const {
  if (person < people_->booked)
    return day_.demand.appointments[person];
  const std::uint32_t returning = person - people_->first_returning;
  return person >= people_->first_returning && returning < day_.demand.returning.size()
             ? day_.demand.returning[returning].due
             : Time::never();
}

/// Whether a message keeps the person from coming now. Who has no appointment is not asked.
bool HubRun::held_back(std::uint32_t person) {
  const Time due = due_time(person);
  for (const Message& message : messages_) {
    if (due < message.from || due >= message.to)
      continue;
    const auto& hold_back = std::get<scenario::HoldBack>(hub_->mitigations[message.mitigation].action);
    const auto bits = bits_of(person, purpose(0, Use::choice, choice_ordinal(Choice::hold_back, message.ordinal)));
    if (hold_back.share < 1 && engine::uniform(bits) >= hold_back.share)
      continue;
    if (!hold_back.later) {
      if (!rebook(person))
        continue;
      record_.persons.fate[person] = observation::Fate::postponed;
      ++record_.counts.postponed;
      return true;
    }
    if (now_ + *hold_back.later >= closes_)
      continue;
    persons_[person].activity = Activity::away;
    schedule(person, now_ + *hold_back.later, Phase::joining);
    return true;
  }
  return false;
}

}  // namespace ripresa::model
