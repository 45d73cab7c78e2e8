package io.swiveljdbc.examples.failover;

import io.swiveljdbc.examples.failover.Timeline.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The account as a page that needs nothing but itself. */
final class HtmlReport {
  private HtmlReport() {}

  static void write(Account account, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, page(account));
  }

  private static String page(Account account) throws IOException {
    Summary summary = new Summary(account);
    List<Event> events = account.observed().timeline().events();
    Map<String, String> parts =
        Map.of(
            "{{played}}", escaped(account.options().announcement()),
            "{{verdict}}", escaped(summary.verdict()),
            "{{verdict-class}}", account.succeeded() ? "passed" : "failed",
            "{{tiles}}", tiles(account),
            "{{plot}}", new ThroughputPlot(account).svg(),
            "{{legend}}", ThroughputPlot.legend(account.observed().traffic().servers()),
            "{{milestones}}", milestones(events),
            "{{summary}}", summary(summary),
            "{{events}}", events(events));
    String page = template();
    for (Map.Entry<String, String> part : parts.entrySet()) {
      page = page.replace(part.getKey(), part.getValue());
    }
    return page;
  }

  private static String tiles(Account account) {
    String outage =
        account
            .outage()
            .map(
                known ->
                    tile(known.millis() + " ms", "no write succeeded")
                        + tile(known.promotionMillis() + " ms", "until the database could write")
                        + tile(known.excessMillis() + " ms", "were the driver's"))
            .orElse(tile("for ever", "no write succeeded"));
    return outage
        + tile(Long.toString(account.audit().lost()), "acknowledged writes lost")
        + tile(Long.toString(account.audit().doubled()), "writes doubled");
  }

  private static String tile(String figure, String text) {
    return "<div class='tile'><b>" + figure + "</b>" + escaped(text) + "</div>\n";
  }

  private static String milestones(List<Event> events) {
    return events.stream()
        .filter(Event::milestone)
        .map(event -> "<li>" + escaped(event.text()) + " <i>" + seconds(event) + "</i></li>\n")
        .collect(Collectors.joining());
  }

  private static String summary(Summary summary) {
    return summary.lines().entrySet().stream()
        .map(line -> row(line.getKey(), line.getValue()))
        .collect(Collectors.joining());
  }

  private static String events(List<Event> events) {
    return events.stream()
        .map(event -> row(seconds(event), (event.milestone() ? "" : "Swivel: ") + event.text()))
        .collect(Collectors.joining());
  }

  private static String row(String head, String text) {
    return "<tr><th>" + escaped(head) + "</th><td>" + escaped(text) + "</td></tr>\n";
  }

  private static String seconds(Event event) {
    return String.format(Locale.ROOT, "%.3f s", event.atMillis() / 1000.0);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String template() throws IOException {
    try (InputStream page =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.html"))) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
