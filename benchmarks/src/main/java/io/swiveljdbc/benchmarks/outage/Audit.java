package io.swiveljdbc.benchmarks.outage;

import java.util.Map;

/**
 * What the threads know, compared with what the database has, row by row.
 *
 * @param acknowledged rows that the threads know to be written
 * @param lost those of them that are missing
 * @param doubled rows that are there more often than they may: twice, or once though they were
 *     certainly not written
 */
record Audit(long acknowledged, long lost, long doubled) {
  static final Audit NOTHING = new Audit(0, 0, 0);

  static Audit compare(Map<Long, Outcome> known, Map<Long, Integer> rows) {
    Audit audit = NOTHING;
    for (Map.Entry<Long, Outcome> entry : known.entrySet()) {
      Outcome outcome = entry.getValue();
      int found = rows.getOrDefault(entry.getKey(), 0);
      audit =
          audit.plus(
              new Audit(
                  outcome == Outcome.ACKNOWLEDGED ? 1 : 0,
                  outcome.lost(found) ? 1 : 0,
                  outcome.doubled(found) ? 1 : 0));
    }
    return audit;
  }

  Audit plus(Audit other) {
    return new Audit(acknowledged + other.acknowledged, lost + other.lost, doubled + other.doubled);
  }
}
