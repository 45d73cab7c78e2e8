package io.swiveljdbc.codegen;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.IntStream;

/** The source of {@code Parameters}; what does not depend on the setter is in ParameterSlots. */
record ParametersClass(List<RecordedSetter> setters) {

  static ParametersClass of(JdbcInterface preparedStatement) {
    List<JdbcMethod> recorded =
        preparedStatement.methods().stream()
            .filter(method -> Rule.of(method) == Rule.RECORDED_BY_INDEX)
            .toList();
    return new ParametersClass(
        IntStream.range(0, recorded.size())
            .mapToObj(i -> new RecordedSetter(i + 1, recorded.get(i)))
            .toList());
  }

  String source() {
    return """
        /** The parameters of a prepared statement as they were set; see ParameterSlots. */
        @javax.annotation.processing.Generated("io.swiveljdbc.codegen.ForwardingProcessor")
        @SuppressWarnings("deprecation")
        final class Parameters extends ParameterSlots {

          Parameters() {}

          private Parameters(Parameters other) {
            super(other);
          }

          /** A snapshot, for addBatch; what is set here later does not reach it. */
          Parameters copy() {
            return new Parameters(this);
          }
        %s
          @Override
          void replay(int setter, java.sql.PreparedStatement target, int arg0)
              throws java.sql.SQLException {
            switch (setter) {
        %s      default -> throw new AssertionError(setter);
            }
          }
        }
        """
        .formatted(
            setters.stream().map(RecordedSetter::setter).collect(joining()),
            setters.stream().map(RecordedSetter::replay).collect(joining()));
  }
}
