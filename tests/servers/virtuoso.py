"""The settings of a Virtuoso that tests and benchmarks start on loopback, in a folder of its own."""

_SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
{more}
"""


def virtuoso_settings(
    sql: int, http: int, *, rows: int, buffers: int = 10_000, folder: str = ".", seconds: int = 0
) -> str:
    """Write virtuoso.ini.

    `sql` and `http` are ports, `rows` is what an answer has at most, `buffers` are pages of 8 kB in memory, `folder` is where the
    bulk loader may read, `seconds` is how long a query may be expected to take (0: as long as it likes).
    """
    more = f"MaxQueryExecutionTime = {seconds}" if seconds else ""
    return _SETTINGS.format(
        sql=sql, http=http, rows=rows, buffers=buffers, dirty=buffers * 3 // 4, folder=folder, more=more
    )
