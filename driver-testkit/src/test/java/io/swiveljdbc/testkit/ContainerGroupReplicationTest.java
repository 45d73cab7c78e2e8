package io.swiveljdbc.testkit;

@NeedsImage("mysql:9.7")
@WithMysql(readers = 2, groupReplication = true, image = "mysql:9.7")
final class ContainerGroupReplicationTest extends GroupReplicationTest {}
