package io.swiveljdbc.mysql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A set of transactions by their global identifiers, as in {@code gtid_executed}: numbers by where
 * they come from, which is the server that first wrote them, or its group, and from MySQL 8.3 on
 * perhaps a tag.
 *
 * @param intervals by origin, sorted and apart
 */
record GtidSet(Map<String, List<Interval>> intervals) {

  /** Numbers from {@code first} to {@code last}, both included. */
  record Interval(long first, long last) {

    boolean contains(Interval other) {
      return first <= other.first && other.last <= last;
    }

    static Interval parse(String text) {
      int dash = text.indexOf('-');
      long first = Long.parseLong(dash < 0 ? text : text.substring(0, dash));
      return new Interval(first, dash < 0 ? first : Long.parseLong(text.substring(dash + 1)));
    }
  }

  /** Copies the map. */
  GtidSet {
    intervals = Map.copyOf(intervals);
  }

  /**
   * Reads what the server shows: {@code uuid:1-5:7,uuid:tag:1-3}.
   *
   * @throws NumberFormatException when it cannot be read
   */
  static GtidSet parse(String text) {
    Map<String, List<Interval>> intervals = new HashMap<>();
    for (String part : text.split(",", -1)) {
      String[] tokens = part.strip().split(":", -1);
      String origin = tokens[0].toLowerCase(Locale.ROOT);
      for (int i = 1; i < tokens.length; i++) {
        String token = tokens[i].strip();
        if (Character.isDigit(token.charAt(0))) {
          intervals.computeIfAbsent(origin, o -> new ArrayList<>()).add(Interval.parse(token));
        } else {
          origin = tokens[0].toLowerCase(Locale.ROOT) + ":" + token;
        }
      }
    }
    return new GtidSet(intervals);
  }

  /** Whether no transaction is in it. */
  boolean isEmpty() {
    return intervals.isEmpty();
  }

  boolean contains(GtidSet other) {
    return other.intervals.keySet().stream().allMatch(origin -> contains(other, origin));
  }

  /** Where there are transactions in this set that are not in the other. */
  Set<String> originsBeyond(GtidSet other) {
    return intervals.keySet().stream()
        .filter(origin -> !other.contains(this, origin))
        .collect(Collectors.toSet());
  }

  /** The servers and groups that wrote these transactions. */
  Set<String> writers() {
    return intervals.keySet().stream().map(GtidSet::writer).collect(Collectors.toSet());
  }

  /** The server or group of an origin, without the tag. */
  static String writer(String origin) {
    int colon = origin.indexOf(':');
    return colon < 0 ? origin : origin.substring(0, colon);
  }

  private boolean contains(GtidSet other, String origin) {
    List<Interval> own = intervals.getOrDefault(origin, List.of());
    return other.intervals.getOrDefault(origin, List.of()).stream()
        .allMatch(wanted -> own.stream().anyMatch(interval -> interval.contains(wanted)));
  }

  @Override
  public String toString() {
    return intervals.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + ":" + spans(entry.getValue()))
        .collect(Collectors.joining(","));
  }

  private static String spans(List<Interval> intervals) {
    return intervals.stream()
        .map(i -> i.first == i.last ? Long.toString(i.first) : i.first + "-" + i.last)
        .collect(Collectors.joining(":"));
  }
}
