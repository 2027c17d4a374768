# How a report is protected, what remains, and the ledger of what was shared.
choices-heading = What readers get
choices-more = More choices
choices-more-hint = Nothing here has to be changed.
choices-method = How figures are protected
choices-tables = Tables in the report
choices-tables-hint = The key figures are always part of it.
choices-detail = Days
choices-detail-days = By day
choices-detail-weeks = By week
choices-detail-weeks-hint = The careful form for reports that anyone may read.
choices-detail-without-ledger = By week: earlier reports are unknown. With a ledger below, days can be shown as well.
choices-tables-private = With differential privacy each table costs accuracy: only those that can be chosen are part of it.
choices-perturbation = How much figures change
choices-perturbation-light = A little: by 3 at most
choices-perturbation-usual = Usual: by 5 at most
choices-perturbation-strong = Much: by 9 at most
choices-epsilon = Privacy loss of this report (ε)
choices-epsilon-value = ε { $epsilon }
choices-epsilon-100 = Strong noise; ten such reports a year.
choices-epsilon-250 = Usual; four such reports a year.
choices-epsilon-500 = Little noise; two such reports a year.
choices-epsilon-1000 = Least noise; uses up the whole year.
choices-budget = { $left } of { $all } are left in this year’s budget.
choices-budget-unknown = Without a ledger nobody keeps this year’s account. Start one below.
share-method-exact = Exact
share-method-rounded = Rounded to 5
share-method-cell_key = Changed a little
share-method-private = Differential privacy
share-method-exact-hint = Figures are the same as on your screen. What stands for too few people, and whatever would give it away, is missing.
share-method-rounded-hint = Every figure is rounded to a multiple of 5, small ones are withheld. Columns no longer add up exactly.
share-method-cell_key-hint = Every figure is changed by a few, always the same way for the same people. Made for reports that are published again and again.
share-method-private-hint = Random noise with a mathematical promise to every subscriber. Every figure becomes uncertain, and a yearly budget limits how often.

cost-before = Before your last change: { $share }.
cost-counts = { $share } of everything counted is missing.
cost-errors = Figures shown differ from yours by { $largest } at most, by { $mean } on average.
cost-rounds = { $rounds ->
    [one] The check found something once; more was withheld until it found nothing.
   *[other] The check found something { $rounds } times; more was withheld until it found nothing.
}
cost-left-out = Left out, because no safe form was found: { $tables }.
cost-withheld = What is withheld

legend-withheld = “withheld” stands where a figure could point at a person. Small figures and those that would give them away carry the same mark, so the mark itself tells nothing.
legend-cap = In sums of opens and clicks, at most { $cap } opens and { $cap } clicks of one person count in each campaign.
legend-rounded = Every figure is rounded to a multiple of 5 by itself; columns need not add up.
legend-cell-key = Every figure is changed by { $most } at most; columns need not add up.
legend-private = Every figure carries random noise; columns need not add up. A subscriber counts in at most { $campaigns } campaigns, so figures over more campaigns are too low.

risk-heading = What could still be worked out
risk-lead = A second program has attacked the finished file, as a reader with pencil, paper and a fast computer would.
risk-verdict = No recoverable count found under these assumptions.
risk-none = This report carries no risk report: it was made before there was one.
risk-nothing-withheld = No figure had to be withheld, so there is none to be worked out.
risk-cells = { $withheld } of { $cells } figures are withheld.
risk-programs = { $programs ->
    [one] One way to confine a withheld figure was computed.
   *[other] { $programs } ways to confine a withheld figure were computed.
}
risk-found = 0 follow exactly, 0 are confined more closely than allowed.
risk-narrowest = Even the withheld figure that can be confined most closely keeps a range of { $narrowest }, half of them at least { $median }.
risk-narrowest-alone = Even the withheld figure that can be confined most closely keeps a range of { $narrowest }.
risk-unbounded = None of them can be confined at all.
risk-earlier = { $releases ->
    [0] Held against earlier reports: the ledger knows none.
    [one] Held against the one earlier report in the ledger, together with it.
   *[other] Held against all { $releases } earlier reports in the ledger, together with them.
}
risk-earlier-unknown = Earlier reports are unknown: no ledger was open.
risk-budget = Privacy loss ε { $epsilon }, δ 10⁻{ $delta }; spent within a year: ε { $spent }.
risk-budget-alone = Privacy loss ε { $epsilon }, δ 10⁻{ $delta }.
risk-tried = What was tried
risk-opinion = The three questions of the European data protection authorities (WP216)
risk-singling-out = Singling out
risk-linkability = Linking
risk-inference = Inference
risk-singling-out-exact = No figure shown stands for 1 to { $below } people, and none of the sums and differences that were tried comes out there.
risk-singling-out-noisy = Figures of 1 to { $below } people are withheld, and those shown are not the exact ones; a single person cannot be read off a difference.
risk-singling-out-private = The noise is as large as one person’s share: with or without any one person, the report would look nearly the same.
risk-linkability-text = The report holds counts, no rows: no addresses, ids, exact times or full links by which two files could be joined.
risk-inference-text = “All” and “nobody” are shown only of groups large enough, and not where all but a few would be told. Of large groups one learns what is usual in them.
risk-assumed = What is assumed
risk-assumed-reader = A reader knows this report, the rules and the source code, and what they themselves did.
risk-assumed-others = A reader does not know what { $people } or more members of one small group did.
risk-assumed-ledger = Nothing else about the same people was shared than what the ledger knows.
risk-assumed-no-ledger = Nothing else about the same people was shared before.
risk-assumed-address = One address is one person.
risk-not-protected = What is not protected
risk-not-protected-groups = What holds for large groups: that most of 5,000 people opened says something about each of them.
risk-not-protected-elsewhere = What a reader knows from elsewhere, or learns from people themselves.

check-again = Check again
check-again-hint = Attacks the figures of this report once more, here in your browser.
check-running = The figures are being attacked …
check-nothing = Checked again: no recoverable count found under these assumptions.
check-found = { $found ->
    [one] One figure could be worked out.
   *[other] { $found } figures could be worked out.
}
check-found-lead = Treat this report as if it held personal data, and tell whoever sent it to you.
check-tried = { $cells } figures, { $withheld } of them withheld, { $programs } ways computed.

breach-small = { $figures } stands for fewer people than the smallest group.
breach-exact = { $figures } is withheld, and yet follows exactly from what is shown.
breach-proven_small = { $figures } is withheld, and yet it is certain that only { $range } stand behind it.
breach-narrow = { $figures } is withheld, and yet can be confined to { $range }.
breach-residual = Together, { $figures } stand for { $range }.
breach-complement = { $figures }: all but { $range } can be read off the difference.
breach-full_group = { $figures }: everybody of a small group did it, or nobody.
breach-difference = The two reports differ by { $range }: { $figures }.
breach-impossible = { $figures } contradict each other.
breach-exposed = { $figures } is too small to be shown, and nothing around it can hide it.
breach-range-events-one = { $n ->
    [one] one event
   *[other] { $n } events
}
breach-range-events-between = { $least } to { $most } events
breach-range-events-from = { $n } events or more
breach-range-one = { $n ->
    [one] one person
   *[other] { $n } people
}
breach-range-between = { $least } to { $most } people
breach-range-from = { $n } people or more
breach-figure = “{ $measure }” ({ $place })
breach-figure-row = “{ $measure }” of “{ $row }” ({ $place })
breach-figure-here = { $figure } in this report
breach-figure-earlier = { $figure } in the report of { $day }
breach-figure-unknown = { $figure } in an earlier report
breach-more = { $more ->
    [one] And one more.
   *[other] And { $more } more.
}
breach-advice = What you can do
breach-advice-same = Share the same selection as in the earlier report, or one that differs from it by at least { $people } people.
breach-advice-wait = Wait until more has come together, then share again.
breach-advice-table = Leave out the table “{ $table }”.
breach-advice-threshold = Choose a larger smallest group.
breach-advice-method = Choose another way of protection, such as “{ $method }”.
breach-advice-campaigns = Choose more campaigns or a longer period.
breach-advice-epsilon = Choose a larger ε: less noise lets more be shown.

texts-heading = Texts that leave with it
texts-lead = Names and links come from your data. What looks personal is marked; each text can be renamed or dropped.
texts-none = No text of your data leaves with this report.
texts-plain = { $n ->
    [one] One text leaves as it is
   *[other] { $n } texts leave as they are
}
texts-attention = { $n ->
    [one] One text is replaced or looks personal
   *[other] { $n } texts are replaced or look personal
}
texts-place = Where
texts-from = In your data
texts-to = In the report
texts-choice = Your choice
texts-choice-of = What becomes of “{ $text }”
texts-choice-propose = as proposed
texts-choice-drop = drop
texts-choice-rename = rename …
texts-rename-of = New name for “{ $text }”
texts-dropped = (only its class)
texts-reason-personal = may point at a person
texts-reason-rare = too few people share it
texts-reason-owner = your choice
texts-marked = looks personal

ledger-heading = Earlier reports
ledger-lead = A ledger remembers what you have shared, so that a new report cannot give away what an earlier one hides. It holds no names or addresses, stays with you, and is part of no report.
ledger-new = Start a ledger
ledger-open-file = Open a ledger
ledger-none = No ledger is open: earlier reports are not taken into account.
ledger-empty = The ledger is open and still empty. The first report you save is entered into it.
ledger-count = { $n ->
    [one] The ledger knows one report.
   *[other] The ledger knows { $n } reports.
}
ledger-caption = Reports in the ledger
ledger-number = No.
ledger-day = Day
ledger-title = Title
ledger-method = Protection
ledger-threshold = Smallest group
ledger-rows = Rows (CSV)
ledger-untitled = without a title
ledger-save = Save the ledger
ledger-unsaved = The ledger has changed. Save it, so that the next report can be held against this one.
ledger-entered = Entered into the ledger as number { $number }.
ledger-keep = Keep it in this browser
ledger-keep-hint = Only here, until you untick it or clear the browser’s data. On a shared computer better save it as a file.
ledger-forget = Forget this ledger
ledger-forget-lead = It is closed, and removed from this browser if it was kept there. Without a saved file it cannot be opened again.
ledger-forget-do = Forget it now
ledger-needs-reading = Your files were read before this ledger was opened. Read them again, so that this report can be compared with the earlier ones.
ledger-read-again = Read the files again
ledger-trouble-not-kept = This browser does not keep the ledger. Save it as a file.
ledger-trouble-elsewhere = Another window of this page has entered a report into the kept ledger meanwhile. This ledger is no longer kept here: save it as a file, or open the kept one by loading the page again, and save the report once more.
ledger-trouble-not-entered = The report was saved, but it is not certain that it is in the ledger. Save the report once more.
ledger-fault-not-a-ledger = This is not a ledger.
ledger-fault-not-a-ledger-advice = Ledgers end in .milchglas-ledger.json.
ledger-fault-damaged = This ledger is damaged or incomplete.
ledger-fault-damaged-advice = Open a copy of it. What it knew is not taken into account until then.
ledger-fault-altered = This ledger was changed after it was saved.
ledger-fault-altered-advice = A report was changed, removed or put in. Open an unchanged copy.
ledger-fault-future-version = This ledger comes from a later version of Milchglas.
ledger-fault-full = This ledger can hold no more reports.
ledger-fault-full-advice = Save it, keep the file, and start a new one; reports in this one are then no longer taken into account.
ledger-fault-future-version-advice = Load this page anew to get the latest version.

checklist-heading = Before you share
checklist-texts = { $n ->
    [0] No text of your data leaves with it.
    [one] One text leaves with it; nothing in it looks personal.
   *[other] { $n } texts leave with it; nothing in them looks personal.
}
checklist-texts-marked = { $n ->
    [one] One text that leaves looks personal. Look at it above.
   *[other] { $n } texts that leave look personal. Look at them above.
}
checklist-method = Protected by: { $method }, smallest group { $people } people.
checklist-verified = The finished file was attacked: nothing found.
checklist-unverified = The finished file was not attacked.
checklist-earlier = { $n ->
    [0] The ledger knows no earlier report.
    [one] Held against the one earlier report.
   *[other] Held against { $n } earlier reports.
}
checklist-earlier-unknown = Earlier reports are unknown. If you have shared figures of these campaigns before, open the ledger above first.
checklist-readers-anyone = Made so that anyone may read it. Whoever has it can pass it on.
checklist-readers-inside = Made for use inside the company only: groups from 5 people are shown.
checklist-ok = in order
checklist-note = to know

rows-heading = Rows for other tools
rows-lead = Instead of figures: one row for each person, campaign and kind of reaction, for statistics programs. No row holds an address or anything of that kind, rows of one person cannot be joined, and whatever fewer than { $people } people share is left out.
rows-warning = A report is almost always enough. Rows tell more than figures; hand them only to people who need them.
rows-no-ledger = There are rows with a ledger only: it keeps rows from giving away what a report hides, and the other way round.
rows-once = If a report of these campaigns has already left, the rows tell campaign and kind alone. And once rows have left, later reports of these campaigns do without the breakdowns by time, provider, device and program.
rows-do = Export rows as CSV
rows-running = The rows are being put together …
rows-saved = { $rows ->
    [one] One row saved
   *[other] { $rows } rows saved
}, { $left } left out; each combination is shared by at least { $fewest } people.
rows-refused = The rows are not handed out.

failure-unsafe = This report cannot be made safe.
failure-unsafe-advice = The last check found a way to work out small figures, and withholding more did not help. Nothing has left the page.
failure-budget = This year’s privacy budget does not allow this report.
failure-budget-advice = ε { $left } is left. Choose a smaller ε, another way of protection, or wait until earlier reports are more than a year old.
csv-legend = How to read it
csv-method = Protection
share-jump = See the report as its readers will
