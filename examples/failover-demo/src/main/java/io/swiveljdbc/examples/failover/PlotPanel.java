package io.swiveljdbc.examples.failover;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** One kind of operation a second on each server, over time. */
final class PlotPanel {
  private static final int MOST_POINTS = 100;
  private static final int LINES = 4;

  private final Traffic traffic;
  private final Operation operation;
  private final long durationMillis;
  private final int top;
  private final long step;

  PlotPanel(Traffic traffic, Operation operation, long durationMillis, int top) {
    this.traffic = traffic;
    this.operation = operation;
    this.durationMillis = durationMillis;
    this.top = top;
    long buckets = durationMillis / Traffic.BUCKET_MILLIS;
    this.step = Traffic.BUCKET_MILLIS * ((buckets + MOST_POINTS - 1) / MOST_POINTS);
  }

  String svg(int height) {
    double most = niceMaximum();
    List<String> servers = traffic.servers();
    String curves =
        servers.stream()
            .filter(server -> traffic.total(server, operation) > 0)
            .map(server -> curve(server, servers.indexOf(server), most, height))
            .collect(Collectors.joining());
    return title() + grid(most, height) + seconds(height) + curves;
  }

  private String title() {
    return format(
        "<text class='title' x='%d' y='%d'>%s per second</text>\n",
        ThroughputPlot.LEFT, top - 14, operation.plural());
  }

  private String grid(double most, int height) {
    StringBuilder grid = new StringBuilder();
    for (int i = 0; i <= LINES; i++) {
      double y = top + height - height * (double) i / LINES;
      grid.append(
          format(
              "<path class='grid' d='M%d %.1f H%d'/><text class='scale y' x='%d' y='%.1f'>%,.0f"
                  + "</text>\n",
              ThroughputPlot.LEFT,
              y,
              ThroughputPlot.RIGHT,
              ThroughputPlot.LEFT - 8,
              y + 4,
              most * i / LINES));
    }
    return grid.toString();
  }

  private String seconds(int height) {
    long distance = Math.max(1, durationMillis / 10_000) * 1000;
    return LongStream.rangeClosed(0, durationMillis / distance)
        .map(i -> i * distance)
        .mapToObj(
            at ->
                format(
                    "<text class='scale' x='%.1f' y='%d'>%d s</text>\n",
                    ThroughputPlot.x(at, durationMillis), top + height + 18, at / 1000))
        .collect(Collectors.joining());
  }

  private String curve(String server, int index, double most, int height) {
    StringBuilder points = new StringBuilder();
    boolean drawing = false;
    for (long i = 0; i < durationMillis / step; i++) {
      boolean shown = isShown(server, i);
      if (shown) {
        points.append(
            format(
                "%s%.1f %.1f",
                drawing ? " L" : " M",
                ThroughputPlot.x(i * step + step / 2, durationMillis),
                top + height * (1 - perSecond(server, i) / most)));
      }
      drawing = shown;
    }
    return format(
        "<path class='line s%d' d='%s'><title>%s on %s</title></path>\n",
        index, points.toString().strip(), operation.plural(), HtmlReport.escaped(server));
  }

  /** A line that lay on zero for long would hide those of others. */
  private boolean isShown(String server, long point) {
    return perSecond(server, point - 1) + perSecond(server, point) + perSecond(server, point + 1)
        > 0;
  }

  private double perSecond(String server, long point) {
    return traffic.between(server, operation, point * step, (point + 1) * step) * 1000.0 / step;
  }

  /** The next of 1, 2, 4, 5, 8 or 10 times a power of ten above all points. */
  private double niceMaximum() {
    double most =
        traffic.servers().stream()
            .flatMapToDouble(
                server ->
                    LongStream.range(0, durationMillis / step)
                        .mapToDouble(i -> perSecond(server, i)))
            .max()
            .orElse(0);
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 4))));
    return List.of(1.0, 2.0, 4.0, 5.0, 8.0, 10.0).stream()
        .map(times -> times * power)
        .filter(candidate -> candidate >= most)
        .findFirst()
        .orElse(10 * power);
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
