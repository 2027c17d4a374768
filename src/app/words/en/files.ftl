# The open files, and the mapping dialog.
files-add = Add files
files-remove-all = Remove all
files-to-statistics = Show statistics
files-count = { $files ->
    [one] { $files } file
   *[other] { $files } files
}
files-listed = { $listed } of { $files } files are listed. Those that need a look come first.
files-more = { $files ->
    [one] List one more
   *[other] List { $files } more
}
files-rows = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}
files-doubles = { $doubles ->
    [one] { $doubles } event found twice and counted once
   *[other] { $doubles } events found twice and counted once
}
files-need-you = { $files ->
    [one] { $files } file waits until you say what its columns mean.
   *[other] { $files } files wait until you say what their columns mean.
}
files-unread = Some files have not been read to the end, so there are no figures yet.
files-read = Read now
file-columns = Explain columns
file-open-snapshot = Open snapshot
file-remove = Remove
file-remove-named = Remove { $file }
file-not-looked = Not looked at yet.
file-being-read = Being read …
file-not-read = Not read yet.
file-unknown = The columns are not clear. Say what they mean, and the file is read.
file-likely = This is probably right, but not certain. Please look at the columns once before the file is read.
file-aggregate = This file holds finished sums per campaign, not single events. Figures cannot be counted from it; open the detailed export as well, and both stand side by side here.
file-snapshot = This is a snapshot that somebody saved. It is shown by itself and not mixed with your files.
file-fact-rows = Rows
file-fact-used = Used
file-fact-ignored = Ignored
file-fact-problems = Unusable
file-fact-events = Events
file-fact-recipients = Recipients
file-fact-period = Period
file-by-kind = Events by kind
file-ignored = { $rows ->
    [one] { $rows } row ignored, and why
   *[other] { $rows } rows ignored, and why
}
file-ignored-why = Ignored rows by reason
file-problems = { $rows ->
    [one] { $rows } row could not be used
   *[other] { $rows } rows could not be used
}
file-save-problems = Save the unusable rows (CSV)
file-save-problems-hint = The saved file contains personal data: these rows with all their columns, and row, column and reason. It stays on this computer and goes nowhere by itself.
file-saving-problems = The file is being read once more …
file-problems-name = unusable-rows-personal-data
file-zone = Times without a zone are in
file-zone-settings = { $zone } (as set under Privacy)
file-zone-own = { $zone } (as the service writes them)
file-zone-hint = A change reads the files again.
file-unclassified-bounces = { $bounces ->
    [one] { $bounces } bounce is not classed in the export; it counts as hard.
   *[other] { $bounces } bounces are not classed in the export; they count as hard.
}
file-ambiguous-times = { $times ->
    [one] { $times } time falls into the hour that the clock change repeats; it was read as the earlier one.
   *[other] { $times } times fall into the hour that the clock change repeats; they were read as the earlier one.
}
class-consent = Consent list
class-snapshot = Snapshot
class-aggregate = sums per campaign
granularity-event = one row per event
granularity-recipient = one row per recipient
granularity-contact = one row per subscriber
granularity-campaign = one row per campaign
form-csv = CSV with “{ $delimiter }”
form-spreadsheet = Spreadsheet
form-tabs = table with tabs
form-web = web form data
dialect-generic = Own table
dialect-sendgrid-email-activity = Email Activity
dialect-sendgrid-event-webhook = Event Webhook
dialect-mailchimp-granular-activity = opens and clicks one by one
dialect-mailchimp-report = report list
dialect-mailchimp-audience = audience
dialect-mailchimp-campaigns = list of campaigns
dialect-mailchimp-campaign-report = campaign report
dialect-amazon-ses = events
dialect-postmark = webhooks
dialect-brevo-campaign-recipients = campaign recipients
dialect-brevo-transactional-logs = transactional log
dialect-mailchimp-email-activity = e-mail activity
dialect-mailchimp-report-members = members of a report
dialect-klaviyo-events = events
dialect-klaviyo-campaign-analytics = campaign analytics
dialect-hubspot-email-events = email events
dialect-hubspot-recipients = recipients of a campaign
dialect-braze-currents = Currents
dialect-salesforce-marketing-cloud = Marketing Cloud tracking
dialect-marketo-activities = activities
dialect-mailup-statistics = statistics
dialect-mailerlite-webhooks = webhooks
dialect-mailerlite-activity = who opened and clicked
dialect-mailerlite-classic-report = Classic campaign report
dialect-ahoy-clicks = clicks
dialect-ahoy-messages = messages
dialect-campaign-monitor = campaign reports (API)
dialect-constant-contact = tracking activities
dialect-customer-io = reporting webhooks
dialect-iterable = data export
dialect-keila-events = events
dialect-keila-messages = messages
dialect-listmonk = views and clicks
dialect-listmonk-bounces = bounces
dialect-mautic-email-stats = e-mail statistics
dialect-mautic-report = report
dialect-phplist-clicks = clicks
dialect-phplist-opens = opens
dialect-brevo-events = events
dialect-mailgun = events
dialect-sparkpost = events
dialect-mailjet = webhooks
dialect-mandrill = webhooks
dialect-mailersend = events
dialect-mailtrap = webhooks
dialect-postal = webhooks
dialect-resend-webhooks = webhooks
dialect-resend-emails = list of e-mails
ignored-not-an-event = Names something that is no event of a message
ignored-word-left-out = Its event word is left out by your choice
ignored-nothing-happened = Nothing happened for this recipient
ignored-consent = Left out because of consent
ignored-no-record = Blank line, repeated header or total
ignored-transport-notice = Notice of the transport around the events
ignored-told-elsewhere = Told again, elsewhere in the archive or in another row
ignored-last-state-only = Tells only the last state of a message, without its time; earlier opens and clicks are hidden behind it. Webhooks tell every event.
place-row = row { $row }
place-column = column { $column }
place-row-column = row { $row }, column { $column }
consent-subscribers = People in the list
consent-granted-opens = Opens: yes
consent-denied-opens = Opens: no
consent-granted-clicks = Clicks: yes
consent-denied-clicks = Clicks: no
consent-waits = Read together with the event files.
consent-without-effect = This list has an effect only where the subscriber decides.
consent-to-treatment = Change under Privacy
comparison-title = What your service reported
comparison-hint = These are the service’s own sums, for comparison only: nothing of them is counted here, and nothing of them leaves with a report. Services count differently; most take opens by machines for opens by people.
comparison-campaign = Campaign
comparison-from = Figures
comparison-reported = reported
comparison-counted = counted here
comparison-none = no campaign of this name, or several, among the events

# The mapping dialog.
mapping-title = What do the columns mean?
mapping-lead = Below are the first rows as they stand in the file. They stay in this browser. Every change is tried on them at once.
mapping-class = The file is
mapping-class-events = a list of events
mapping-class-consent = a consent list
mapping-rows = One row is
mapping-rows-event = one event
mapping-rows-recipient = one recipient with counts
mapping-columns = Columns and first rows
mapping-role-of = Meaning of the column { $column }
mapping-kind = Every row is
mapping-kind-none = – please choose –
mapping-words = Words for what happened
mapping-words-hint = These words stand in the first rows. Say what each means; unexplained words are reported as unusable rows.
mapping-word-open = – please choose –
mapping-word-left-out = Leave out
mapping-dates = Dates such as 03/04/2026
mapping-dates-day = day first: 3 April
mapping-dates-month = month first: March 4
mapping-campaign = The campaign’s name
mapping-campaign-column = is in a column
mapping-campaign-file = is the file’s name
mapping-campaign-typed = is:
mapping-campaign-name = Name of the campaign
mapping-trying = Trying …
mapping-becomes = Becomes
mapping-tried-all = The whole file was tried.
mapping-tried-first = The beginning of the file was tried.
mapping-tried = { $rows ->
    [one] Of { $rows } row
   *[other] Of { $rows } rows
}: { $ready } ready, { $doubtful } doubtful, { $unusable } unusable, { $ignored } ignored.
mapping-why-doubtful = Why rows are doubtful
mapping-leave-out = { $rows ->
    [one] Leave out the unusable row
   *[other] Leave out the { $rows } unusable rows
}
mapping-leave-out-more = { $rows ->
    [one] Leave out the unusable row, and more like it further down in the file
   *[other] Leave out the { $rows } unusable rows, and more like them further down in the file
}
doubt-date-order = Day or month first? The dates do not tell, or tell otherwise.
doubt-repeated-hour = The clocks showed this time twice; it is read as the earlier one.
doubt-unclassed-bounce = A bounce without a class; it counts as hard.
becomes-unusable = Unusable: { $why }
becomes-ignored = Ignored: { $why }
becomes-doubtful = Doubtful: { $what } – { $why }
becomes-nothing-said = No decision
mapping-why-unusable = Why rows are unusable
mapping-alike = { $files ->
    [one] Also for the other file with these columns; it is tried first
   *[other] Also for the { $files } other files with these columns; each is tried first
}
mapping-later = Later
mapping-accept = Read it like this
role-ignore = – not used –
role-address = E-mail address
role-time = Time
role-kind = What happened
role-campaign-id = Campaign number
role-campaign-name = Campaign name
role-link = Link clicked
role-user-agent = Program (user agent)
role-country = Country
role-view-seconds = Viewed, seconds
role-view-milliseconds = Viewed, milliseconds
role-consent-opens = Consent: opens
role-consent-clicks = Consent: clicks
role-consent-both = Consent: opens and clicks
role-consent-date = Consent: date
role-consent-source = Consent: source
role-group-count = How often
role-group-time = When
role-group-flag = Yes or no

# The choices of the dialog as a file.
profile-title = The same columns in other files
profile-hint = A profile is a small file with these choices and the names of the columns, and nothing of the people. It is stored nowhere but where you save it.
profile-open = Open a profile
profile-name = Name
profile-save = Save as a profile
profile-applied = Profile “{ $name }” applied. Please look it over once.
profile-missing = { $n ->
    [one] This column of the profile is not in the file: { $columns }
   *[other] These columns of the profile are not in the file: { $columns }
}
profile-not-saved = Not saved: the name of a column or a word holds an address, or there are too many of them. The file may have no header.
profile-fault-none = This file is no profile. A profile is saved in this dialog, and ends in .milchglas-mapping.json.
profile-fault-future = This profile was saved by a newer version. Load the page anew and try again.
profile-fault-damaged = This profile is damaged or was changed by hand, and cannot be used. Save it once more where it was made.

# What the frame says once files are open.
nav-waiting = { $files ->
    [one] { $files } file needs you
   *[other] { $files } files need you
}
progress-detail = { $done } of { $all } · { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}
progress-done = { $files ->
    [one] { $files } file read
   *[other] { $files } files read
}
failure-nothing-read = Not a single row could be used.
failure-nothing-read-advice = Look at the problems of the file, or say in the mapping dialog what its columns mean.
failure-too-few-people = These figures stand for too few people.
failure-too-few-people-advice = Choose more campaigns or a longer period. A report needs at least as many recipients as the smallest group shown.
failure-not-kept = This list is not kept in the current mode.
failure-not-kept-advice = Under Privacy you can change how far people are seen; the files are then read again.
failure-no-ledger = This takes an open ledger.
failure-no-ledger-advice = Start one on this page, or open yours.
