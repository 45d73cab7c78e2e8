package io.swiveljdbc.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Files in the volume that all containers of a cluster share. */
record ContainerDirectory(ContainerMachine machine, Path path) implements DataDirectory {
  @Override
  public void copyFrom(DataDirectory source, Set<String> without) {
    List<String> words =
        new ArrayList<>(List.of("copy", source.path().toString(), path.toString()));
    words.addAll(without);
    machine.execute(words.toArray(String[]::new));
  }

  @Override
  public void write(String file, String content) {
    machine.execute("write", inside(file), content);
  }

  @Override
  public void append(String file, String content) {
    machine.execute("append", inside(file), content);
  }

  @Override
  public byte[] read(String file) {
    return machine.output("cat", inside(file));
  }

  @Override
  public boolean has(String file) {
    return machine.succeeds("test", "-e", inside(file));
  }

  @Override
  public void delete(String file) {
    machine.output("rm", "-f", inside(file));
  }

  @Override
  public void makeDirectory(String name) {
    machine.output("mkdir", "-p", inside(name));
  }

  private String inside(String name) {
    return path.resolve(name).toString();
  }
}
