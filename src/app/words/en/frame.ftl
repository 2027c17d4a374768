# The frame around all screens, and the start page.
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
skip-to-content = Skip to content
language-label = Language
theme-label = Appearance
theme-system = System
theme-light = Light
theme-dark = Dark
close = Close
cancel = Cancel
dismiss = Dismiss
screen-awaited = Loading …
screen-again = Try again
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
progress-spoken = { $percent } percent read

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
exports-where = Where do I find the export?

# Failures: what happened, and what to do.
failure-in-file = { $file }: { $what }
failure-unreadable = { $file } could not be read from the disk.
failure-unreadable-advice = It may have been moved, changed or deleted since you opened it. Open it again.
failure-crashed = Reading stopped unexpectedly.
failure-crashed-advice = A fresh start is ready. Please open the files again one by one; if it happens again, one of them is the cause.
failure-not-loaded = A part of this page could not be loaded.
failure-not-loaded-advice = Check your connection and try again. If that does not help, reload the page: there may be a newer version.
