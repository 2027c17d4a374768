# Figures, charts and the report.
statistics-heading = Statistics
statistics-lead = Every figure of your campaigns, with the numbers behind it.
statistics-empty-heading = No figures yet
statistics-empty-lead = Open the exports of your e-mail service, and the figures appear here.
statistics-empty-open = Open files
statistics-reading = Reading your files …
statistics-reading-lead = The figures appear here as soon as every row is counted.
statistics-counting = Counting …
statistics-updated = Figures updated: { $n ->
    [one] one campaign
   *[other] { $n } campaigns
}.
statistics-nothing-selected = Nothing was sent in this selection
statistics-nothing-selected-lead = Choose other campaigns or a longer period.
statistics-clear-filter = Show everything
statistics-zone = Days and hours in { $zone }.

filter-label = Selection
filter-campaigns = Campaigns
filter-campaigns-all = All { $n } campaigns
filter-campaigns-some = { $chosen } of { $n } campaigns
filter-campaigns-search = Find a campaign
filter-campaigns-hint = Nothing ticked means all campaigns.
filter-campaigns-clear = All campaigns
filter-campaigns-none-found = No campaign is called that.
filter-from = Sent from
filter-to = Sent until
filter-convention = Rates
filter-machine = Count machine events too
filter-all-campaigns = Show all campaigns
filter-only = Show only { $campaign }

missing-no-base = –
missing-withheld = withheld
missing-not-in-files = n/a
missing-more-than-base = n/a
missing-about-no-base = There is nobody to divide by.
missing-about-withheld = Withheld, because it could point at a person.
missing-about-not-in-files = Not in these files.
missing-about-more-than-base = More people reacted than the files hold messages for. The exports do not belong together, so no rate is shown.

statistics-part-of-whole = { $part } of { $whole }
statistics-formula = { $part } ÷ { $whole }
statistics-formula-show = Formula
statistics-formula-of = Formula of { $rate }
statistics-in-campaigns = { $n ->
    [one] in one campaign
   *[other] in { $n } campaigns
}
statistics-no-rate = no rate: { $whole } is not in these files
statistics-key-figures = Key figures
statistics-notes = Good to know
statistics-rates = More rates

rate-delivery = Delivery rate
rate-bounce-hard = Hard bounce rate
rate-bounce-soft = Soft bounce rate
rate-drop = Not sent out
rate-coverage-opens = Opens measurable
rate-coverage-clicks = Clicks measurable
rate-open = Open rate
rate-opens-total = Opens per delivered message
rate-confirmed-open = Confirmed open rate
rate-machine-open = Machine open rate
rate-glanced = Glanced
rate-skimmed = Skimmed
rate-read = Read rate
rate-click = Click rate
rate-clicks-total = Clicks per delivered message
rate-click-to-open = Click-to-open rate
rate-unsubscribe = Unsubscribe rate
rate-complaint = Complaint rate
rate-about-delivery = Messages that arrived. A late bounce after a delivery counts as a bounce.
rate-about-bounce-hard = Addresses that do not exist or refuse for good.
rate-about-bounce-soft = Messages that failed for a passing reason and never arrived. Delivered on the third try is delivered.
rate-about-drop = Messages the service did not even try to send, for instance to addresses on its suppression list.
rate-about-coverage-opens = Recipients whose opens may be measured. Everybody else is outside the open rates.
rate-about-coverage-clicks = Recipients whose clicks may be measured. Everybody else is outside the click rates.
rate-about-open = Recipients with at least one open by a person. Each counts once.
rate-about-opens-total = All opens by people, repeated ones too; it may exceed 100%.
rate-about-confirmed-open = Recipients who opened or clicked: a click proves an open even where images are blocked.
rate-about-machine-open = Recipients with an open that a proxy or scanner caused.
rate-about-glanced = Recipients whose longest view stayed below the limit for skimming.
rate-about-skimmed = Recipients whose longest view lies between a glance and reading.
rate-about-read = Recipients whose longest view was long enough for reading. Only from exports with durations.
rate-about-click = Recipients with at least one click by a person. Unsubscribe links do not count.
rate-about-clicks-total = All clicks by people, repeated ones too; it may exceed 100%.
rate-about-click-to-open = Of those who certainly opened, how many clicked.
rate-about-unsubscribe = Recipients who unsubscribed, of everybody reached.
rate-about-complaint = Recipients who marked the message as spam, of everybody reached.

statistics-all-figures = All figures counted
statistics-all-figures-caption = Every figure of the selection with its meaning
statistics-all-figures-figure = Figure
statistics-all-figures-count = Count
statistics-all-figures-meaning = Meaning
statistics-all-figures-missing = Not in these files:
measure-about-recipients = Everybody who appears in a campaign in any way.
measure-about-sent = Recipients to whom sending was attempted.
measure-about-delivered = Sent without those whose last state is a bounce or drop.
measure-about-deferred = Recipients for whom delivery was put off at least once.
measure-about-bounced_hard = Recipients whose last state is a permanent failure.
measure-about-bounced_soft = Recipients whose last state is a passing failure.
measure-about-dropped = Recipients to whom the service did not send at all.
measure-about-measurable_opens = Delivered recipients whose opens may be measured.
measure-about-measurable_clicks = Delivered recipients whose clicks may be measured.
measure-about-openers = Recipients with at least one open by a person.
measure-about-opens = All opens by people, repeated ones too.
measure-about-machine_openers = Recipients with at least one machine open.
measure-about-machine_opens = Opens by proxies and scanners.
measure-about-confirmed_openers = Recipients with an open or a click by a person.
measure-about-clickers = Recipients with at least one click by a person.
measure-about-clicks = All clicks by people, repeated ones too.
measure-about-machine_clickers = Recipients with at least one machine click.
measure-about-machine_clicks = Clicks by scanners.
measure-about-timed = Recipients whose longest view has a known duration.
measure-about-glanced = Recipients who only glanced at the message.
measure-about-skimmed = Recipients who skimmed the message.
measure-about-readers = Recipients who read the message.
measure-about-unsubscribed = Recipients who unsubscribed.
measure-about-complained = Recipients who marked the message as spam.
measure-about-subscribed = Recipients who subscribed.
measure-about-doi_requested = Recipients who were asked to confirm their subscription.
measure-about-doi_confirmed = Recipients who confirmed their subscription.
measure-about-forwarded = Recipients who forwarded the message.
measure-about-printed = Recipients who printed the message.
measure-about-converted = Recipients who did what the campaign was for.

note-more-than-delivered = More people reacted than messages were delivered. Exports are probably missing; rates that would exceed 100% are not shown.
note-delivered-unknown = These files tell who reacted, not to whom messages were delivered, so rates have no base. Add the export of sends or deliveries of the same campaigns.
note-totals-only = These files hold totals without people, so unique figures are not available.
note-no-send-times = The files hold no times of sending, so how reactions arrived cannot be shown.
note-coverage-opens = Opens may be measured for { $share } of those reached; open rates refer to these alone.
note-coverage-clicks = Clicks may be measured for { $share } of those reached; click rates refer to these alone.
note-machine-included = Machine events are counted as if people had caused them.
note-some-withheld = Some figures are withheld, because they could point at a person.
note-sent-from-parts = Some files have no rows for sending. There, “sent” is delivered and bounced together.
note-unclassified-bounces = { $n ->
    [one] One bounce has no class in its export; it counts as hard.
   *[other] { $n } bounces have no class in their export; they count as hard.
}

chart-show-table = Show as table
chart-opens = Opens
chart-clicks = Clicks
chart-all-hidden = This picture is withheld as a whole: it could point at a person.
chart-withheld = withheld
chart-value = { $name }: { $opens } opens, { $clicks } clicks
chart-funnel = From sent to clicked
chart-funnel-of-previous = { $share } of these
chart-funnel-step = Step
chart-funnel-count = Recipients
chart-funnel-summary = Recipients left at each step.
chart-arrival = How reactions arrive after sending
chart-arrival-step = After sending
chart-arrival-hours = Opens and clicks in each hour since sending. After { $hours } hours came another { $opens } opens and { $clicks } clicks.
chart-arrival-hours-all = Opens and clicks in each hour since sending.
chart-arrival-steps = Opens and clicks since sending. The steps are of different lengths.
chart-arrival-steps-first = Everybody’s first open and first click since sending. The steps are of different lengths.
chart-arrival-first-opens = First opens
chart-arrival-first-clicks = First clicks
chart-days = Day by day
chart-days-day = Day
chart-days-summary = Opens and clicks by calendar day.
chart-days-summary-peak = Opens and clicks by calendar day. Most on { $day }: { $opens } opens, { $clicks } clicks.
chart-days-summary-step = Opens and clicks in steps of up to { $n } days.
chart-days-from = from { $day }
chart-week = Weekday and time of day
chart-week-summary = When people react: the deeper the colour, the more.
chart-week-day = Weekday
chart-week-time = Time
chart-week-legend-less = fewer
chart-week-legend-more = more
chart-week-field = { $day }, { $from }–{ $to } h: { $n }
chart-week-hours = { $from }–{ $to } h
chart-hour = { $hour } h
chart-links = Links
chart-links-caption = Recipients and clicks for each link, without its personal parts
chart-links-link = Link
chart-links-clickers = Recipients
chart-links-share = Of all who clicked
chart-links-none = No link was clicked.
chart-providers = Mailbox providers
chart-providers-group = Provider
chart-providers-caption = Recipients reached, unique opens and unique clicks by mailbox provider
chart-devices = Devices
chart-devices-group = Device
chart-devices-caption = Unique opens and unique clicks by device
chart-clients = Mail programs
chart-clients-group = Program
chart-clients-caption = Unique opens and unique clicks by mail program
chart-device-clients = Programs by device
chart-device-clients-group = Program and device
chart-device-clients-caption = Unique opens and unique clicks by mail program and device at once
chart-countries = Countries
chart-countries-group = Country
chart-countries-caption = Unique opens and unique clicks by the country that the sending service names
statistics-device-client = { $client } · { $device }
chart-more = { $n ->
    [one] Show one more
   *[other] Show { $n } more
}

statistics-step-hours = { $from }–{ $to } h
statistics-step-days = { $from }–{ $to } days
statistics-step-from-hour = after { $from } h
statistics-step-from-day = after { $from ->
    [one] { $from } day
   *[other] { $from } days
}
statistics-weekday-0 = Monday
statistics-weekday-1 = Tuesday
statistics-weekday-2 = Wednesday
statistics-weekday-3 = Thursday
statistics-weekday-4 = Friday
statistics-weekday-5 = Saturday
statistics-weekday-6 = Sunday
statistics-weekday-short-0 = Mon
statistics-weekday-short-1 = Tue
statistics-weekday-short-2 = Wed
statistics-weekday-short-3 = Thu
statistics-weekday-short-4 = Fri
statistics-weekday-short-5 = Sat
statistics-weekday-short-6 = Sun
statistics-group-other = Other
statistics-group-others = { $n ->
    [one] One other
   *[other] { $n } others
}
statistics-group-unknown = Unknown
statistics-group-desktop = Desktop
statistics-group-mobile = Mobile
statistics-group-tablet = Tablet
statistics-unnamed-campaign = Campaign without a name
statistics-other-campaigns = { $n ->
    [one] One other campaign
   *[other] { $n } other campaigns
}
statistics-other-links = { $n ->
    [0] Other links
    [one] { $n } other link
   *[other] { $n } other links
}

statistics-link-unsubscribe = Unsubscribe links
statistics-link-web-view = Web view
statistics-link-preferences = Preferences
statistics-link-mail = E-mail addresses
statistics-link-phone = Phone numbers
statistics-link-other = Links of another kind

statistics-campaigns = Campaigns
statistics-campaigns-caption = Campaigns with their main figures
statistics-campaigns-caption-sortable = Campaigns with their main figures; press a heading to sort
column-name = Campaign
column-sent-on = Sent on
column-sent = Sent
column-delivery = Delivery rate
column-open = Open rate
column-openers = Unique opens
column-click = Click rate
column-clickers = Unique clicks
column-click-to-open = Click‑to‑open
column-bounced = Bounces
column-unsubscribed = Unsubscribed
column-complained = Complaints

machine-heading = Set aside: machine events
machine-lead = Opens and clicks that no person caused. They are recognised by three rules, in this order, and never deleted.
machine-lead-included = Opens and clicks that no person caused, by three rules in this order. At the moment they are counted among people’s.
machine-rule = Rule
machine-events = Events
machine-vendor = Marked by the e-mail service itself
machine-burst = Five or more different links within one second
machine-user-agent = Known proxies and scanners
machine-doubles = { $n ->
    [0] No event was found twice.
    [one] One event was found twice and counted once.
   *[other] { $n } events were found twice and counted once.
}

report-made = Made on { $day } with { $by }
report-none = This report holds no figures.

csv-report = Report
csv-title = Title
csv-made-on = Made on
csv-made-by = Made with
csv-zone = Time zone
csv-threshold = Smallest group shown
csv-convention = Rates
csv-period-from = Sent from
csv-period-to = Sent until
csv-figures = Figures
csv-figure = Figure
csv-count = Count
csv-rates = Rates
csv-rate = Rate
csv-value = Value
csv-numerator = Numerator
csv-denominator = Denominator
csv-campaigns = Campaigns
csv-gathers = Gathers
csv-from-hour = From hour
csv-to-hour = Until hour
csv-days = Days
csv-delivered = Delivered
csv-openers = Unique opens
csv-clickers = Unique clicks
csv-withheld = Withheld
csv-doubles = Found twice
csv-address = Address
csv-opens = Opens
csv-clicks = Clicks
csv-last = Last reaction
csv-time = Time
csv-event = Event
csv-times = Times
csv-link = Link
csv-client = Program
csv-without-name = without a name

# Which of a vendor’s exports tells to whom messages went.
note-base-in = { $vendor }, those it was sent to: { $export }.
base-ahoy = the table ahoy_messages
base-amazon-ses = let the configuration set publish the events Send and Delivery as well
base-braze = the files of Send and Delivery
base-brevo = the campaign’s data for all recipients; for single e-mails the log without a filter
base-campaign-monitor = the campaign’s recipients
base-constant-contact = the activities em_sends
base-customer-io = the metrics sent and delivered of the reporting webhook
base-hubspot = the e-mail’s exported recipients, or the events SENT and DELIVERED
base-iterable = the data export of emailSend
base-keila = the table messages
base-klaviyo = the events Received Email
base-listmonk = in no export; without them there are counts, but no rates
base-mailchimp = in no download; the list sent-to of a campaign’s report in the API has them
base-mailerlite = the campaign’s list of recipients
base-mailersend = the webhook’s events sent and delivered
base-mailgun = the events accepted and delivered
base-mailjet = its event sent, which means delivered
base-mailtrap = the webhook’s event delivery
base-mailup = the full export of statistics, with the status SNT
base-mandrill = the webhook’s events send and delivered
base-marketo = the activities of types 6 and 7
base-mautic = the report on e-mails sent
base-phplist = in no download; without them there are counts, but no rates
base-postal = the webhook’s event MessageSent, which means delivered
base-postmark = the webhook of deliveries, or the messages of the API
base-resend = the webhook’s events email.sent and email.delivered
base-salesforce = the file Sent.csv of the tracking extract
base-sendgrid = the Email Activity without a filter, or the events processed and delivered of the webhook
base-sparkpost = the events injection and delivery
