package io.swiveljdbc.benchmarks.outage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures for a program. */
final class Json {
  private Json() {}

  static String of(List<Series> all) {
    return all.stream().map(Json::of).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private static String of(Series series) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("client", string(series.client().word()));
    members.put("fault", string(series.fault().word()));
    members.put("runs", Integer.toString(series.runs().size()));
    members.put("notBack", Long.toString(series.notBack()));
    for (Figure figure : Figure.values()) {
      members.put(figure.key(), percentiles(series, figure));
    }
    Map<String, String> errors = new LinkedHashMap<>();
    series.errors().forEach((state, count) -> errors.put(state, Long.toString(count)));
    members.put("errors", object(errors, "", " "));
    members.put("acknowledged", Long.toString(series.audit().acknowledged()));
    members.put("lost", Long.toString(series.audit().lost()));
    members.put("doubled", Long.toString(series.audit().doubled()));
    return object(members, "    ", "\n").replaceFirst("^", "  ").replaceFirst("}$", "  }");
  }

  /** Nulls where no run had the figure. */
  private static String percentiles(Series series, Figure figure) {
    Map<String, String> members = new LinkedHashMap<>();
    List<String> names = List.of("p50", "p90", "p99", "max");
    names.forEach(name -> members.put(name, "null"));
    series
        .percentiles(figure)
        .ifPresent(
            percentiles -> {
              double[] values = percentiles.all();
              for (int i = 0; i < values.length; i++) {
                members.put(names.get(i), String.format(Locale.ROOT, "%.1f", values[i]));
              }
            });
    return object(members, "", " ");
  }

  private static String object(Map<String, String> members, String indent, String separator) {
    if (members.isEmpty()) {
      return "{}";
    }
    return members.entrySet().stream()
        .map(member -> indent + string(member.getKey()) + ": " + member.getValue())
        .collect(Collectors.joining("," + separator, "{" + separator, separator + "}"));
  }

  /** Names and SQLStates: there are no control characters in them. */
  static String string(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
