package io.swiveljdbc.examples.failover;

import io.swiveljdbc.examples.failover.Timeline.Event;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes and reads a second on each server, over time, as an SVG picture with the milestones. */
final class ThroughputPlot {
  static final int WIDTH = 1000;
  static final int LEFT = 64;
  static final int RIGHT = WIDTH - 16;
  private static final int TOP = 50;
  private static final int PANEL_HEIGHT = 190;
  private static final int PANEL_DISTANCE = 250;
  private static final int HEIGHT = TOP + PANEL_DISTANCE + PANEL_HEIGHT + 40;
  private static final int BADGE_RADIUS = 10;

  private final Account account;
  private final long durationMillis;

  ThroughputPlot(Account account) {
    this.account = account;
    this.durationMillis = account.options().duration().toMillis();
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg viewBox='0 0 %d %d' role='img' aria-label='Throughput per server over time'>\n",
            WIDTH, HEIGHT));
    svg.append(outageBand());
    svg.append(
        new PlotPanel(account.observed().traffic(), Operation.WRITE, durationMillis, TOP)
            .svg(PANEL_HEIGHT));
    svg.append(
        new PlotPanel(
                account.observed().traffic(), Operation.READ, durationMillis, TOP + PANEL_DISTANCE)
            .svg(PANEL_HEIGHT));
    svg.append(marks());
    return svg.append("</svg>\n").toString();
  }

  static double x(long millis, long durationMillis) {
    return LEFT + (RIGHT - LEFT) * Math.min((double) millis / durationMillis, 1.0);
  }

  private String outageBand() {
    return account
        .outage()
        .map(
            outage -> {
              double from = x(account.faultAtMillis(), durationMillis);
              double to = x(account.faultAtMillis() + outage.millis(), durationMillis);
              return format(
                  "<rect class='outage' x='%.1f' y='%d' width='%.1f' height='%d'>"
                      + "<title>no write succeeded for %d ms</title></rect>\n",
                  from, TOP, Math.max(to - from, 1), PANEL_HEIGHT, outage.millis());
            })
        .orElse("");
  }

  private String marks() {
    List<Event> milestones =
        account.observed().timeline().events().stream().filter(Event::milestone).toList();
    StringBuilder marks = new StringBuilder();
    double lastBadge = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < milestones.size(); i++) {
      double line = x(milestones.get(i).atMillis(), durationMillis);
      // A number moves aside where its neighbour would cover it; the line stays where it belongs.
      lastBadge = Math.max(line, lastBadge + 2 * BADGE_RADIUS + 2);
      marks.append(mark(i + 1, milestones.get(i).text(), line, lastBadge));
    }
    return marks.toString();
  }

  /** A line through each panel, not through what stands between them. */
  private static String mark(int number, String text, double line, double badge) {
    String stroke =
        format(
            "M%.1f %d L%.1f %d V%d M%.1f %d V%d",
            badge,
            2 + 2 * BADGE_RADIUS,
            line,
            TOP - 8,
            TOP + PANEL_HEIGHT,
            line,
            TOP + PANEL_DISTANCE,
            TOP + PANEL_DISTANCE + PANEL_HEIGHT);
    return format(
        "<g class='mark'><title>%s</title><path d='%s'/><circle cx='%.1f' cy='%d' r='%d'/>"
            + "<text x='%.1f' y='%d'>%d</text></g>\n",
        HtmlReport.escaped(text),
        stroke,
        badge,
        BADGE_RADIUS + 2,
        BADGE_RADIUS,
        badge,
        BADGE_RADIUS + 6,
        number);
  }

  /** One entry for each server, in the colour of its lines. */
  static String legend(List<String> servers) {
    return servers.stream()
        .map(
            server ->
                format(
                    "<li><svg class='key' viewBox='0 0 24 10'><path class='line s%d' d='M1 5 H23'/>"
                        + "</svg>%s</li>",
                    servers.indexOf(server), HtmlReport.escaped(server)))
        .collect(Collectors.joining("\n", "<ul class='legend'>\n", "\n</ul>\n"));
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
