package io.swiveljdbc.trial;

import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.spi.SessionEffect;
import io.swiveljdbc.spi.SessionEffect.Argument;
import io.swiveljdbc.spi.Setting;
import io.swiveljdbc.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a text changes in its session, in words: one line for each effect. */
public final class ToldEffects implements SessionEffect.Receiver {

  private final List<String> lines = new ArrayList<>();

  private ToldEffects() {}

  /** Those that the engine finds. */
  public static List<String> of(String sql, Engine engine) {
    ToldEffects told = new ToldEffects();
    SqlText.of(sql, engine.dialect()).statements().stream()
        .flatMap(statement -> engine.effects(statement).stream())
        .forEach(effect -> effect.tell(told));
    return told.lines;
  }

  @Override
  public void assigned(Setting setting) {
    lines.add(setting.name() + ": " + setting.assign());
  }

  @Override
  public void assignedByCall(Argument name, Argument value, Argument local) {
    lines.add(show(name) + ": " + show(value) + " unless " + show(local));
  }

  @Override
  public void computed(List<String> names) {
    lines.add("computed " + names);
  }

  @Override
  public void given(String name, Argument value) {
    lines.add(name + ": " + show(value));
  }

  @Override
  public void entered(String database) {
    lines.add("in " + database);
  }

  @Override
  public void reset(String name, Setting.Covers covers) {
    lines.add("reset " + name);
  }

  @Override
  public void resetAll(Set<String> others) {
    lines.add("reset all but " + others.stream().sorted().toList());
  }

  @Override
  public void pinned(Pin.Kind kind, List<Argument> name) {
    lines.add("pin " + new Pin(kind, "") + " " + name.stream().map(ToldEffects::show).toList());
  }

  @Override
  public void unpinned(Pin.Kind kind, List<Argument> name) {
    lines.add("unpin " + new Pin(kind, "") + " " + name.stream().map(ToldEffects::show).toList());
  }

  @Override
  public void saved(String savepoint) {
    lines.add("savepoint " + savepoint);
  }

  @Override
  public void released(String savepoint) {
    lines.add("release " + savepoint);
  }

  @Override
  public void rolledBackTo(String savepoint) {
    lines.add("back to " + savepoint);
  }

  private static String show(Argument argument) {
    return argument.literal() != null ? argument.literal() : "?" + argument.parameter();
  }
}
