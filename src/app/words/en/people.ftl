# People: lists, timelines, target groups.
people-heading = People
people-lead = Who opened and clicked what. Only you see this; nothing of it goes into a shared report.
people-nothing-open = No people to show yet
people-nothing-open-lead = Open your files first.
people-gone-heading = In anonymous mode there are no people here
people-gone-lead = No address and no link between a person and an event is in this page’s memory. That is the point of this mode.
people-gone-list = No longer available
people-gone-1 = Lists of who opened, clicked, bounced or unsubscribed
people-gone-2 = Timelines of single subscribers
people-gone-3 = Target groups and their export
people-gone-stays = What stays exactly the same
people-gone-stays-text = Every key figure, per campaign and overall, to the last digit: opens, clicks, rates, times, links, mailbox providers, devices.
people-gone-back = To see people, change the mode under Privacy. The files are then read again.
people-to-treatment = Go to Privacy
people-choice-lead = Only subscribers who agreed appear by name. The others are counted, and appear only as rows without a name that cannot be connected with each other.
people-views = View
people-view-behind = Behind a figure
people-view-events = Everything that happened
people-view-group = Target group
people-figure = Figure
people-kind = Kind of event
people-kind-all = All kinds
people-search = Search by address
people-search-do = Search
people-address = Address
people-opens = Opens
people-clicks = Clicks
people-last = Last reaction
people-time = Time
people-what = What
people-campaign = Campaign
people-link = Link
people-client = Mail program
people-person = Person
people-anonymous-row = without a name
people-times = × { $times }
people-no-time = no time given
people-caption-people = { $people ->
    [one] One person
   *[other] { $people } people
}
people-caption-events = { $events ->
    [one] One event
   *[other] { $events } events
}
people-anonymous = { $people ->
    [one] and one more without a name
   *[other] and { $people } more without a name
}
people-none = Nobody meets this.
people-loading = Looking …
people-page = { $from } to { $to } of { $all }
people-previous = Previous
people-next = Next
people-timeline = Everything { $address } received and did
people-back = Back to the list
people-zone = Times in { $zone }
people-export = Export as CSV
people-export-warning = The file holds personal data. Keep it only as long as you need it, and only for the purpose people agreed to.
people-group-lead = People who meet all conditions:
people-group-add = Add a condition
people-group-remove = Remove this condition
people-group-condition = Condition { $number }
people-group-empty = Add at least one condition.
people-group-did = did
people-group-did-not = did not
people-did-received = receive
people-did-opened = open
people-did-clicked = click
people-did-bounced = bounce
people-did-unsubscribed = unsubscribe
people-did-complained = complain
people-any-campaign = any campaign
people-any-link = any link
people-group-holds-label = Holds or not
people-group-did-label = What
people-unnamed-campaign = (no name)
