package io.swiveljdbc.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a program to its end, within a bound. */
final class Command {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int LINES = 15;

  private Command() {}

  /** Runs a program in a directory; when it fails, its output is in the exception. */
  static void run(List<String> command, Path directory, Path output) {
    run(builder(command, directory), output, BOUND);
  }

  static void run(ProcessBuilder builder, Path output, Duration bound) {
    int exit = exitCode(builder.redirectOutput(output.toFile()), bound);
    if (exit != 0) {
      throw new LocalClusterException(
          name(builder.command()) + " ended with " + exit + "\n" + lastLines(output));
    }
  }

  /** Sends a signal to processes; those already gone do not matter. */
  static void signal(String signal, Stream<ProcessHandle> processes) {
    List<String> pids = processes.map(process -> Long.toString(process.pid())).toList();
    if (!pids.isEmpty()) {
      String kill = "kill -" + signal + " " + String.join(" ", pids);
      ProcessBuilder builder = builder(List.of("sh", "-c", kill), Path.of("/"));
      exitCode(builder.redirectOutput(ProcessBuilder.Redirect.DISCARD), BOUND);
    }
  }

  /** A program with nothing of ours in its environment that could lead a server astray. */
  static ProcessBuilder builder(List<String> command, Path directory) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("PG") || name.startsWith("MYSQL"));
    builder.environment().put("HOME", directory.toString());
    builder.redirectErrorStream(true);
    builder.redirectInput(new File("/dev/null"));
    return builder;
  }

  static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new LocalClusterException("cannot run " + builder.command().get(0), e);
    }
  }

  static String lastLines(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return "(" + file + " cannot be read: " + e + ")";
    }
  }

  private static int exitCode(ProcessBuilder builder, Duration bound) {
    Process process = start(builder);
    try {
      if (process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    throw new LocalClusterException(name(builder.command()) + " did not end in time");
  }

  /** A command without the scripts in it. */
  private static String name(List<String> command) {
    return command.stream().filter(word -> !word.contains("\n")).collect(Collectors.joining(" "));
  }
}
