package io.swiveljdbc.benchmarks.outage;

import java.util.List;
import java.util.Locale;

/**
 * One figure of one fault as an SVG picture: a line for each client, a dot for each run, a stroke
 * at the median; on a logarithmic scale from 1 ms to 100 s.
 */
final class StripPlot {
  private static final int WIDTH = 1000;
  private static final int LEFT = 120;
  private static final int RIGHT = WIDTH - 20;
  private static final int TOP = 34;
  private static final int ROW = 26;
  private static final int DECADES = 5;

  private final Figure figure;
  private final List<Series> clients;

  StripPlot(Figure figure, List<Series> clients) {
    this.figure = figure;
    this.clients = clients;
  }

  String svg() {
    int bottom = TOP + ROW * clients.size();
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            """
            <svg viewBox='0 0 %d %d' role='img' aria-label='%s'>
            <text class='title' x='0' y='16'>%s</text>
            """,
            WIDTH, bottom + 24, figure.title(), figure.title()));
    for (int decade = 0; decade <= DECADES; decade++) {
      double at = Math.pow(10, decade);
      svg.append(
          format(
              "<path class='grid' d='M%.1f %d V%d'/><text x='%.1f' y='%d'>%s</text>\n",
              x(at), TOP - 6, bottom, x(at), bottom + 16, label(decade)));
    }
    for (int i = 0; i < clients.size(); i++) {
      svg.append(row(clients.get(i), TOP + ROW * i + ROW / 2));
    }
    return svg.append("</svg>\n").toString();
  }

  private String row(Series series, int y) {
    String name = series.client().word();
    StringBuilder row = new StringBuilder();
    row.append(
        format(
            "<g class='%s'><text class='name' x='%d' y='%d'>%s</text>",
            name, LEFT - 14, y + 4, name));
    for (double value : series.values(figure)) {
      row.append(
          format(
              "<circle cx='%.1f' cy='%d' r='4'><title>%s: %.1f ms</title></circle>",
              x(value), y, name, value));
    }
    series
        .percentiles(figure)
        .ifPresent(
            percentiles ->
                row.append(
                    format(
                        "<path class='median' d='M%.1f %d v%d'><title>median %.1f ms</title></path>",
                        x(percentiles.p50()), y - 10, 20, percentiles.p50())));
    return row.append("</g>\n").toString();
  }

  /** What is below a millisecond stands at the left edge. */
  static double x(double millis) {
    double decades = Math.log10(Math.max(millis, 1));
    return LEFT + (RIGHT - LEFT) * Math.min(decades / DECADES, 1);
  }

  private static String label(int decade) {
    return decade < 3 ? (int) Math.pow(10, decade) + " ms" : (int) Math.pow(10, decade - 3) + " s";
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
