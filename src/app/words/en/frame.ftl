# The frame around all screens, the start page, and the privacy screen.
app-name = Milchglas
app-claim = Statistics for e‑mail campaigns that give no one away.
page-title = Milchglas – e-mail statistics that give no one away
nav-label = Main
nav-files = Files
nav-statistics = Statistics
nav-people = People
nav-share = Share
nav-treatment = Privacy
nav-snapshot = Opened report
nav-nothing-yet = Open your files first
nav-waiting = { $files ->
    [one] { $files } file needs you
   *[other] { $files } files need you
}
skip-to-content = Skip to content
language-label = Language
theme-label = Appearance
theme-system = System
theme-light = Light
theme-dark = Dark
close = Close
cancel = Cancel
dismiss = Dismiss
drop-anywhere = Drop your files here
foot-nothing-leaves = Your files are read in this browser. Nothing leaves it, and it works offline too.
foot-version = Version { $version }

# How far people are seen.
mode-personal = Personal
mode-anonymous = Anonymous
mode-choice = Subscriber decides
mode-now = How far people are seen: { $mode }. Change

# While files are read.
progress-label = Reading
progress-looking = Looking at the files …
progress-reading = Reading { $file }
progress-detail = { $done } of { $all } · { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}
progress-spoken = { $percent } percent read
progress-done = { $files ->
    [one] { $files } file read
   *[other] { $files } files read
}

# The start page.
start-lead = Drop in the exports of your e-mail service and see who was reached, what was opened and what was clicked. Everything is counted right here in your browser, and you decide how far a person may be seen.
start-drop = Drop your exports here
start-drop-hint = One file or several, of any size. They stay on this computer.
start-open = Open files
start-sample = Try it with sample data
start-snapshot = Open a snapshot
start-check = Nothing leaves – check it yourself
start-check-lead = Your files are not uploaded, because there is no server that could take them.
start-check-1 = Open the developer tools (F12), choose “Network”, then open a file here. You will see no request with your data.
start-check-2 = Or disconnect from the internet now. The page goes on working.
start-check-3 = The page itself forbids the browser to connect anywhere else: look for “Content-Security-Policy” in its source.
start-modes = How far people are seen
start-mode-personal = Who opened and clicked what, and when.
start-mode-anonymous = The same figures, and no person anywhere.
start-mode-choice = Those who agreed are named, all others only counted.
start-formats = What can be read
start-formats-known = Recognised without asking
start-formats-any = And any table or JSON file with an address, a time and what happened. Where the columns are unclear, you are asked.
start-formats-packed = CSV, TSV, Excel, OpenDocument, JSON, NDJSON and Avro, also packed as gzip or zip.

# The privacy screen.
treatment-title = Privacy
treatment-lead = Decide how far people may be seen. What may not be seen is not kept: it is dropped while the files are read.
treatment-mode = How far people are seen
treatment-personal = Every reaction together with its person.
treatment-personal-kept = Detail lists, timelines and target groups
treatment-personal-gone = Addresses are in this browser’s memory until you close the page
treatment-anonymous = Every reaction, but no person.
treatment-anonymous-kept = All key figures, exactly the same
treatment-anonymous-gone = No detail lists, no timelines, no target groups
treatment-choice = Each person’s own decision, for opens and clicks separately.
treatment-choice-kept = Those who agreed appear by name
treatment-choice-gone = The others are counted, or left out, as you say below
treatment-ceiling = This choice is the upper limit: what a person agreed to never lifts an anonymous account.
treatment-same-figures = Key figures do not depend on it, as long as nobody is left out.
treatment-reads-again = A change reads the open files again, because what was not to be seen was never kept.
treatment-zone-reads-again = A change reads the open files again.
treatment-subscribers = What subscribers decided
treatment-unknown = If somebody said nothing
treatment-denied = If somebody said no
treated-named = Show by name
treated-named-hint = Only if you may do so without an explicit consent.
treated-anonymous = Count without a person
treated-anonymous-hint = Every reaction counts, nobody is named.
treated-excluded = Do not count
treated-excluded-hint = The person leaves the base of open and click rates; the page shows the coverage.
treatment-consent = Consent list
treatment-consent-hint = A CSV file with an address and yes or no for opens and clicks; date and source are optional. Exports of a permission field from Mailchimp or Brevo work too.
treatment-consent-open = Open consent list
treatment-lists = Open lists: { $names }
treatment-threshold = What you pass on
treatment-threshold-label = Smallest group shown
treatment-threshold-5 = 5 people (inside the company only)
treatment-threshold-11 = 11 people (recommended)
treatment-threshold-n = { $people } people
treatment-threshold-hint = A report that you pass on shows no figure that stands for fewer people, nor any that would give it away. Your own screen shows everything.
counting-title = How figures are counted
counting-zone = Time zone
counting-zone-hint = Days and hours are shown in it, and times without a zone are read in it.
counting-machine = Opens and clicks by machines
counting-machine-vendor = The sender’s own mark
counting-machine-vendor-hint = The export itself says that a proxy or a scanner was at work.
counting-machine-burst = Five or more links within a second
counting-machine-burst-hint = Nobody clicks that fast; security scanners do.
counting-machine-user-agent = Known proxies and scanners
counting-machine-user-agent-hint = Recognised by how the program introduces itself.
counting-machine-include = Count them after all
counting-machine-include-hint = They are then treated as if people had caused them.
counting-reading = Reading time
counting-skimmed-from = Skimmed from
counting-read-from = Read from
counting-seconds = seconds
counting-reading-hint = Only for exports that tell how long a message was viewed; it is never guessed.
counting-convention = How rates are formed
