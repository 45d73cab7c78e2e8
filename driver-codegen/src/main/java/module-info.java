/** Build only, never shipped: writes the forwarding classes of the JDBC interfaces. */
module io.swiveljdbc.codegen {
  requires java.compiler;

  exports io.swiveljdbc.codegen;

  provides javax.annotation.processing.Processor with
      io.swiveljdbc.codegen.ForwardingProcessor;
}
