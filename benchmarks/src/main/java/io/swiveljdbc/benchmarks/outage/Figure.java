package io.swiveljdbc.benchmarks.outage;

/** What is measured in each run, in milliseconds; {@code docs/outage.md} has the definitions. */
enum Figure {
  OUTAGE("outageMs", "fault to last thread served"),
  EXCESS_FIRST("excessFirstMs", "excess to first thread"),
  EXCESS_ALL("excessAllMs", "excess to last thread"),
  DETECTION("detectionMs", "first error told"),
  RELEASED("releasedMs", "waiting calls released"),
  LONGEST_CALL("longestCallMs", "longest call"),
  OVER_NORMAL("longestCallOverNormalMs", "longest call over the normal one");

  private final String key;
  private final String title;

  Figure(String key, String title) {
    this.key = key;
    this.title = title;
  }

  /** As it is called in the JSON. */
  String key() {
    return key;
  }

  String title() {
    return title;
  }
}
