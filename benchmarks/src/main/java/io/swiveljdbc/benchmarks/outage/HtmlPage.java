package io.swiveljdbc.benchmarks.outage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The report as a page that needs nothing but itself. */
final class HtmlPage {
  private static final List<Figure> PLOTTED =
      List.of(Figure.OUTAGE, Figure.EXCESS_FIRST, Figure.EXCESS_ALL, Figure.RELEASED);

  private final Report report;

  HtmlPage(Report report) {
    this.report = report;
  }

  String text() throws IOException {
    String page = template();
    Map<String, String> parts =
        Map.of(
            "{{surroundings}}", escaped(report.surroundings()),
            "{{targets}}", list(report.targets()),
            "{{faults}}", faults());
    for (Map.Entry<String, String> part : parts.entrySet()) {
      page = page.replace(part.getKey(), part.getValue());
    }
    return page;
  }

  private String faults() {
    return report.tables().stream().map(this::section).collect(Collectors.joining());
  }

  private String section(Table table) {
    List<Series> ofFault =
        report.all().stream().filter(series -> series.fault() == table.fault()).toList();
    return "<h2>"
        + table.fault().word()
        + "</h2>\n<div class='card'>\n"
        + PLOTTED.stream()
            .map(figure -> new StripPlot(figure, ofFault).svg())
            .collect(Collectors.joining())
        + "</div>\n<div class='card'><table>\n"
        + table.rows().stream().map(HtmlPage::row).collect(Collectors.joining())
        + "</table></div>\n";
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> "<td>" + escaped(cell) + "</td>")
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }

  private static String list(List<String> lines) {
    return lines.stream()
        .map(
            line ->
                "<li class='%s'>%s</li>\n"
                    .formatted(line.startsWith("met") ? "met" : "missed", escaped(line)))
        .collect(Collectors.joining());
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String template() throws IOException {
    try (InputStream page =
        Objects.requireNonNull(HtmlPage.class.getResourceAsStream("outage.html"))) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
