# Wie ein Bericht geschützt ist, was bleibt, und das Verzeichnis des Weitergegebenen.
choices-heading = Was andere bekommen
choices-more = Weitere Einstellungen
choices-more-hint = Nichts davon muss geändert werden.
choices-method = Wie die Zahlen geschützt werden
choices-tables = Tabellen im Bericht
choices-tables-hint = Die Kennzahlen gehören immer dazu.
choices-detail = Tage
choices-detail-days = Nach Tagen
choices-detail-weeks = Nach Wochen
choices-detail-weeks-hint = Die vorsichtige Form für Berichte, die jeder lesen darf.
choices-detail-without-ledger = Nach Wochen: Frühere Berichte sind unbekannt. Mit einem Verzeichnis (unten) lassen sich auch Tage zeigen.
choices-tables-private = Bei Differential Privacy kostet jede Tabelle Genauigkeit: Nur die wählbaren gehören dazu.
choices-perturbation = Wie stark sich Zahlen ändern
choices-perturbation-light = Wenig: höchstens um 3
choices-perturbation-usual = Üblich: höchstens um 5
choices-perturbation-strong = Stark: höchstens um 9
choices-epsilon = Preisgabe durch diesen Bericht (ε)
choices-epsilon-value = ε { $epsilon }
choices-epsilon-100 = Starkes Rauschen; zehn solche Berichte im Jahr.
choices-epsilon-250 = Üblich; vier solche Berichte im Jahr.
choices-epsilon-500 = Wenig Rauschen; zwei solche Berichte im Jahr.
choices-epsilon-1000 = Geringstes Rauschen; verbraucht das ganze Jahr.
choices-budget = Vom Budget dieses Jahres sind { $left } von { $all } übrig.
choices-budget-unknown = Ohne Verzeichnis führt niemand Buch über dieses Jahr. Legen Sie unten eines an.
share-method-exact = Genau
share-method-rounded = Auf 5 gerundet
share-method-cell_key = Leicht verändert
share-method-private = Differential Privacy
share-method-exact-hint = Die Zahlen sind dieselben wie auf Ihrem Bildschirm. Was zu wenige Personen betrifft und was es verraten würde, fehlt.
share-method-rounded-hint = Jede Zahl ist auf ein Vielfaches von 5 gerundet, kleine werden zurückgehalten. Spalten gehen nicht mehr genau auf.
share-method-cell_key-hint = Jede Zahl ist um ein paar verändert, für dieselben Personen immer gleich. Gedacht für Berichte, die immer wieder erscheinen.
share-method-private-hint = Zufälliges Rauschen mit einem mathematischen Versprechen an jeden Empfänger. Jede Zahl wird unsicher, und ein Jahresbudget begrenzt, wie oft.

cost-before = Vor Ihrer letzten Änderung: { $share }.
cost-counts = { $share } von allem Gezählten fehlt.
cost-errors = Gezeigte Zahlen weichen höchstens um { $largest } von Ihren ab, im Mittel um { $mean }.
cost-rounds = { $rounds ->
    [one] Die Prüfung fand einmal etwas; es wurde mehr zurückgehalten, bis sie nichts mehr fand.
   *[other] Die Prüfung fand { $rounds }-mal etwas; es wurde mehr zurückgehalten, bis sie nichts mehr fand.
}
cost-left-out = Weggelassen, weil sich keine sichere Form fand: { $tables }.
cost-withheld = Was zurückgehalten wird

legend-withheld = „zurückgehalten“ steht, wo eine Zahl auf eine Person hinweisen könnte. Kleine Zahlen und solche, die sie verraten würden, tragen dieselbe Marke; die Marke selbst sagt also nichts.
legend-cap = In den Summen der Öffnungen und Klicks zählen von einer Person je Kampagne höchstens { $cap } Öffnungen und { $cap } Klicks.
legend-rounded = Jede Zahl ist für sich auf ein Vielfaches von 5 gerundet; Spalten müssen nicht aufgehen.
legend-cell-key = Jede Zahl ist um höchstens { $most } verändert; Spalten müssen nicht aufgehen.
legend-private = Jede Zahl trägt zufälliges Rauschen; Spalten müssen nicht aufgehen. Eine Person zählt in höchstens { $campaigns } Kampagnen; über mehr Kampagnen sind die Zahlen daher zu niedrig.

risk-heading = Was sich noch herausfinden ließe
risk-lead = Ein zweites Programm hat die fertige Datei angegriffen, wie es jemand mit Papier, Bleistift und einem schnellen Rechner täte.
risk-verdict = Unter diesen Annahmen wurde keine rückrechenbare Zahl gefunden.
risk-none = Dieser Bericht enthält keine Risikoprüfung: Er entstand, bevor es sie gab.
risk-nothing-withheld = Keine Zahl musste zurückgehalten werden, also lässt sich auch keine herausfinden.
risk-cells = { $withheld } von { $cells } Zahlen sind zurückgehalten.
risk-programs = { $programs ->
    [one] Ein Weg, eine zurückgehaltene Zahl einzugrenzen, wurde durchgerechnet.
   *[other] { $programs } Wege, eine zurückgehaltene Zahl einzugrenzen, wurden durchgerechnet.
}
risk-found = 0 folgen genau, 0 lassen sich enger eingrenzen als erlaubt.
risk-narrowest = Auch bei der am engsten eingegrenzten zurückgehaltenen Zahl bleiben { $narrowest } Einheiten Spielraum, bei der Hälfte von ihnen mindestens { $median }.
risk-narrowest-alone = Auch bei der am engsten eingegrenzten zurückgehaltenen Zahl bleiben { $narrowest } Einheiten Spielraum.
risk-unbounded = Keine davon lässt sich überhaupt eingrenzen.
risk-earlier = { $releases ->
    [0] Mit früheren Berichten verglichen: Das Verzeichnis kennt keine.
    [one] Zusammen mit dem einen früheren Bericht im Verzeichnis geprüft.
   *[other] Zusammen mit allen { $releases } früheren Berichten im Verzeichnis geprüft.
}
risk-earlier-unknown = Frühere Berichte sind unbekannt: Es war kein Verzeichnis geöffnet.
risk-budget = Preisgabe ε { $epsilon }, δ 10⁻{ $delta }; innerhalb eines Jahres verbraucht: ε { $spent }.
risk-budget-alone = Preisgabe ε { $epsilon }, δ 10⁻{ $delta }.
risk-tried = Was versucht wurde
risk-opinion = Die drei Fragen der europäischen Datenschutzbehörden (WP216)
risk-singling-out = Herausgreifen
risk-linkability = Verknüpfen
risk-inference = Erschließen
risk-singling-out-exact = Keine gezeigte Zahl steht für 1 bis { $below } Personen, und keine der durchgerechneten Summen und Differenzen führt dorthin.
risk-singling-out-noisy = Zahlen von 1 bis { $below } Personen sind zurückgehalten, und die gezeigten sind nicht die genauen; aus einer Differenz lässt sich keine einzelne Person ablesen.
risk-singling-out-private = Das Rauschen ist so groß wie der Anteil einer Person: Mit oder ohne eine beliebige Person sähe der Bericht fast gleich aus.
risk-linkability-text = Der Bericht enthält Zahlen, keine Zeilen: keine Adressen, Kennungen, genauen Zeiten oder vollständigen Links, über die sich zwei Dateien verbinden ließen.
risk-inference-text = „Alle“ und „niemand“ wird nur von genügend großen Gruppen gesagt und nicht dort, wo man „alle bis auf wenige“ abläse. Über große Gruppen erfährt man, was in ihnen üblich ist.
risk-assumed = Was angenommen ist
risk-assumed-reader = Wer den Bericht liest, kennt ihn, die Regeln, den Quelltext und das eigene Verhalten.
risk-assumed-others = Niemand, der ihn liest, weiß von { $people } oder mehr Mitgliedern einer kleinen Gruppe, was sie getan haben.
risk-assumed-ledger = Über dieselben Personen wurde nichts anderes weitergegeben, als das Verzeichnis kennt.
risk-assumed-no-ledger = Über dieselben Personen wurde vorher nichts weitergegeben.
risk-assumed-address = Eine Adresse ist eine Person.
risk-not-protected = Was nicht geschützt ist
risk-not-protected-groups = Was für große Gruppen gilt: Dass die meisten von 5.000 Personen geöffnet haben, sagt etwas über jede von ihnen.
risk-not-protected-elsewhere = Was jemand anderswoher weiß oder von den Personen selbst erfährt.

check-again = Noch einmal prüfen
check-again-hint = Greift die Zahlen dieses Berichts noch einmal an, hier in Ihrem Browser.
check-running = Die Zahlen werden angegriffen …
check-nothing = Noch einmal geprüft: Unter diesen Annahmen wurde keine rückrechenbare Zahl gefunden.
check-found = { $found ->
    [one] Eine Zahl ließe sich herausfinden.
   *[other] { $found } Zahlen ließen sich herausfinden.
}
check-found-lead = Behandeln Sie diesen Bericht, als enthielte er personenbezogene Daten, und sagen Sie es denen, die ihn geschickt haben.
check-tried = { $cells } Zahlen, davon { $withheld } zurückgehalten, { $programs } Wege durchgerechnet.

breach-small = { $figures } steht für weniger Personen als die kleinste Gruppe.
breach-exact = { $figures } ist zurückgehalten und folgt doch genau aus dem, was gezeigt wird.
breach-proven_small = { $figures } ist zurückgehalten, und doch steht fest, dass nur { $range } dahinterstehen.
breach-narrow = { $figures } ist zurückgehalten und lässt sich doch auf { $range } eingrenzen.
breach-residual = Zusammen stehen { $figures } für { $range }.
breach-complement = { $figures }: Aus der Differenz liest man ab, dass es alle bis auf { $range } waren.
breach-full_group = { $figures }: In einer kleinen Gruppe waren es alle oder niemand.
breach-difference = Die beiden Berichte unterscheiden sich um { $range }: { $figures }.
breach-impossible = { $figures } widersprechen einander.
breach-exposed = { $figures } ist zu klein, um gezeigt zu werden, und nichts ringsum kann es verbergen.
breach-range-events-one = { $n ->
    [one] ein Ereignis
   *[other] { $n } Ereignisse
}
breach-range-events-between = { $least } bis { $most } Ereignisse
breach-range-events-from = { $n } Ereignisse oder mehr
breach-range-one = { $n ->
    [one] eine Person
   *[other] { $n } Personen
}
breach-range-between = { $least } bis { $most } Personen
breach-range-from = { $n } Personen oder mehr
breach-figure = „{ $measure }“ ({ $place })
breach-figure-row = „{ $measure }“ von „{ $row }“ ({ $place })
breach-figure-here = { $figure } in diesem Bericht
breach-figure-earlier = { $figure } im Bericht vom { $day }
breach-figure-unknown = { $figure } in einem früheren Bericht
breach-more = { $more ->
    [one] Und eine weitere Stelle.
   *[other] Und { $more } weitere Stellen.
}
breach-advice = Was Sie tun können
breach-advice-same = Geben Sie dieselbe Auswahl weiter wie im früheren Bericht oder eine, die sich um mindestens { $people } Personen davon unterscheidet.
breach-advice-wait = Warten Sie, bis mehr zusammengekommen ist, und geben Sie dann weiter.
breach-advice-table = Lassen Sie die Tabelle „{ $table }“ weg.
breach-advice-threshold = Wählen Sie eine größere kleinste Gruppe.
breach-advice-method = Wählen Sie einen anderen Schutz, etwa „{ $method }“.
breach-advice-campaigns = Wählen Sie mehr Kampagnen oder einen längeren Zeitraum.
breach-advice-epsilon = Wählen Sie ein größeres ε: Weniger Rauschen lässt mehr zeigen.

texts-heading = Texte, die mitgehen
texts-lead = Namen und Links stammen aus Ihren Daten. Was nach einer Person aussieht, ist markiert; jeder Text lässt sich umbenennen oder weglassen.
texts-none = Mit diesem Bericht geht kein Text aus Ihren Daten mit.
texts-plain = { $n ->
    [one] Ein Text geht mit, wie er ist
   *[other] { $n } Texte gehen mit, wie sie sind
}
texts-attention = { $n ->
    [one] Ein Text ist ersetzt oder sieht nach einer Person aus
   *[other] { $n } Texte sind ersetzt oder sehen nach einer Person aus
}
texts-place = Wo
texts-from = In Ihren Daten
texts-to = Im Bericht
texts-choice = Ihre Wahl
texts-choice-of = Was aus „{ $text }“ wird
texts-choice-propose = wie vorgeschlagen
texts-choice-drop = weglassen
texts-choice-rename = umbenennen …
texts-rename-of = Neuer Name für „{ $text }“
texts-dropped = (nur seine Art)
texts-reason-personal = könnte auf eine Person hinweisen
texts-reason-rare = betrifft zu wenige Personen
texts-reason-owner = Ihre Wahl
texts-marked = sieht nach einer Person aus

ledger-heading = Frühere Berichte
ledger-lead = Ein Verzeichnis merkt sich, was Sie weitergegeben haben, damit ein neuer Bericht nicht verrät, was ein früherer verbirgt. Es enthält keine Namen und Adressen, bleibt bei Ihnen und ist Teil keines Berichts.
ledger-new = Verzeichnis anlegen
ledger-open-file = Verzeichnis öffnen
ledger-none = Kein Verzeichnis ist geöffnet: Frühere Berichte werden nicht berücksichtigt.
ledger-empty = Das Verzeichnis ist geöffnet und noch leer. Der erste Bericht, den Sie speichern, wird eingetragen.
ledger-count = { $n ->
    [one] Das Verzeichnis kennt einen Bericht.
   *[other] Das Verzeichnis kennt { $n } Berichte.
}
ledger-caption = Berichte im Verzeichnis
ledger-number = Nr.
ledger-day = Tag
ledger-title = Titel
ledger-method = Schutz
ledger-threshold = Kleinste Gruppe
ledger-rows = Zeilen (CSV)
ledger-untitled = ohne Titel
ledger-save = Verzeichnis speichern
ledger-unsaved = Das Verzeichnis hat sich geändert. Speichern Sie es, damit der nächste Bericht mit diesem verglichen werden kann.
ledger-entered = Als Nummer { $number } ins Verzeichnis eingetragen.
ledger-keep = In diesem Browser aufbewahren
ledger-keep-hint = Nur hier, bis Sie das Häkchen entfernen oder die Daten des Browsers löschen. An einem gemeinsam genutzten Rechner speichern Sie es besser als Datei.
ledger-forget = Dieses Verzeichnis vergessen
ledger-forget-lead = Es wird geschlossen und, falls es hier aufbewahrt wird, aus diesem Browser entfernt. Ohne gespeicherte Datei lässt es sich nicht wieder öffnen.
ledger-forget-do = Jetzt vergessen
ledger-needs-reading = Ihre Dateien wurden gelesen, bevor dieses Verzeichnis geöffnet war. Lesen Sie sie noch einmal, damit sich dieser Bericht mit den früheren vergleichen lässt.
ledger-read-again = Dateien noch einmal lesen
ledger-trouble-not-kept = Dieser Browser bewahrt das Verzeichnis nicht auf. Speichern Sie es als Datei.
ledger-trouble-elsewhere = Ein anderes Fenster dieser Seite hat inzwischen einen Bericht in das aufbewahrte Verzeichnis eingetragen. Dieses hier wird nicht mehr aufbewahrt: Speichern Sie es als Datei, oder laden Sie die Seite neu, um das aufbewahrte zu öffnen, und speichern Sie den Bericht noch einmal.
ledger-trouble-not-entered = Der Bericht wurde gespeichert, aber es ist nicht sicher, dass er im Verzeichnis steht. Speichern Sie den Bericht noch einmal.
ledger-fault-not-a-ledger = Das ist kein Verzeichnis.
ledger-fault-not-a-ledger-advice = Verzeichnisse enden auf .milchglas-ledger.json.
ledger-fault-damaged = Dieses Verzeichnis ist beschädigt oder unvollständig.
ledger-fault-damaged-advice = Öffnen Sie eine Kopie davon. Was es kannte, wird bis dahin nicht berücksichtigt.
ledger-fault-altered = Dieses Verzeichnis wurde nach dem Speichern verändert.
ledger-fault-altered-advice = Ein Bericht wurde verändert, entfernt oder eingefügt. Öffnen Sie eine unveränderte Kopie.
ledger-fault-future-version = Dieses Verzeichnis stammt aus einer neueren Version von Milchglas.
ledger-fault-full = Dieses Verzeichnis fasst keine weiteren Berichte.
ledger-fault-full-advice = Speichern Sie es, bewahren Sie die Datei auf, und legen Sie ein neues an; Berichte in diesem werden dann nicht mehr berücksichtigt.
ledger-fault-future-version-advice = Laden Sie diese Seite neu, um die neueste Version zu erhalten.

checklist-heading = Vor dem Weitergeben
checklist-texts = { $n ->
    [0] Kein Text aus Ihren Daten geht mit.
    [one] Ein Text geht mit; nichts darin sieht nach einer Person aus.
   *[other] { $n } Texte gehen mit; nichts darin sieht nach einer Person aus.
}
checklist-texts-marked = { $n ->
    [one] Ein Text, der mitgeht, sieht nach einer Person aus. Sehen Sie ihn sich oben an.
   *[other] { $n } Texte, die mitgehen, sehen nach Personen aus. Sehen Sie sie sich oben an.
}
checklist-method = Schutz: { $method }, kleinste Gruppe { $people } Personen.
checklist-verified = Die fertige Datei wurde angegriffen: nichts gefunden.
checklist-unverified = Die fertige Datei wurde nicht angegriffen.
checklist-earlier = { $n ->
    [0] Das Verzeichnis kennt keinen früheren Bericht.
    [one] Zusammen mit dem einen früheren Bericht geprüft.
   *[other] Zusammen mit { $n } früheren Berichten geprüft.
}
checklist-earlier-unknown = Frühere Berichte sind unbekannt. Haben Sie schon einmal Zahlen dieser Kampagnen weitergegeben, öffnen Sie zuerst oben das Verzeichnis.
checklist-readers-anyone = So gemacht, dass ihn jeder lesen darf. Wer ihn hat, kann ihn weitergeben.
checklist-readers-inside = Nur für das eigene Haus: Gruppen ab 5 Personen werden gezeigt.
checklist-ok = in Ordnung
checklist-note = zur Kenntnis

rows-heading = Zeilen für andere Programme
rows-lead = Statt Zahlen: eine Zeile je Person, Kampagne und Art der Reaktion, für Statistikprogramme. Keine Zeile enthält eine Adresse oder Ähnliches, Zeilen einer Person lassen sich nicht verbinden, und was weniger als { $people } Personen gemeinsam haben, fällt weg.
rows-warning = Fast immer genügt ein Bericht. Zeilen sagen mehr als Zahlen; geben Sie sie nur denen, die sie brauchen.
rows-no-ledger = Zeilen gibt es nur mit Verzeichnis: Es verhindert, dass Zeilen verraten, was ein Bericht verbirgt, und umgekehrt.
rows-once = Hat von diesen Kampagnen schon ein Bericht Ihr Haus verlassen, nennen die Zeilen nur Kampagne und Art. Umgekehrt fehlen nach dem Export in späteren Berichten über diese Kampagnen die Aufteilungen nach Zeit, Anbieter, Gerät und Programm.
rows-do = Zeilen als CSV exportieren
rows-running = Die Zeilen werden zusammengestellt …
rows-saved = { $rows ->
    [one] Eine Zeile gespeichert
   *[other] { $rows } Zeilen gespeichert
}, { $left } weggelassen; jede Kombination teilen mindestens { $fewest } Personen.
rows-refused = Die Zeilen werden nicht herausgegeben.

failure-unsafe = Dieser Bericht lässt sich nicht sichern.
failure-unsafe-advice = Die letzte Prüfung fand einen Weg zu kleinen Zahlen, und mehr zurückzuhalten half nicht. Nichts hat diese Seite verlassen.
failure-budget = Das Datenschutzbudget dieses Jahres erlaubt diesen Bericht nicht.
failure-budget-advice = ε { $left } ist übrig. Wählen Sie ein kleineres ε oder einen anderen Schutz, oder warten Sie, bis frühere Berichte mehr als ein Jahr alt sind.
csv-legend = Wie man ihn liest
csv-method = Schutz
share-jump = Den Bericht ansehen, wie ihn andere lesen
