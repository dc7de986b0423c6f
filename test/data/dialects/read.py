"""Reads tables with pandas as their dialects say, and prints the cells of each: null where one is missing."""
import json, sys
import pandas as pd

missing = ["", "NA", "N/A", "NaN", "nan", "null", "?"]
formats = {"iso": "%Y-%m-%d", "iso time": "%Y-%m-%d %H:%M", "day.month.year": "%d.%m.%Y", "month/day/year": "%m/%d/%Y"}


def read(file, dialect, columns):
    no, yes = dialect["booleans"]
    blanks = dialect["delimiter"] == " "
    return pd.read_csv(
        file,
        sep=r"\s+" if blanks else dialect["delimiter"],
        decimal=dialect["decimal"],
        thousands=dialect["thousands"] or None,
        encoding=dialect["encoding"].replace("utf-16-le", "utf-16").replace("utf-16-be", "utf-16"),
        keep_default_na=False,
        na_values=missing,
        true_values=[yes],
        false_values=[no],
        # Points between the numbers of a date would be taken for thousands.
        dtype={column["name"]: str for column in columns if column["content"] == "date"},
        float_precision=None if blanks else "round_trip",
    )


def cells(column, content, dialect):
    present = column.notna()
    if content == "number":
        values = pd.to_numeric(column).astype(float)
    elif content == "boolean":
        # With gaps, pandas keeps booleans as texts unless they are true and false.
        no, yes = dialect["booleans"]
        values = column.map({True: True, False: False, yes: True, no: False})
    elif content == "date":
        days = pd.to_datetime(column, format=formats[dialect["dates"]]) - pd.Timestamp("1970-01-01")
        values = days / pd.Timedelta(days=1)
    else:
        values = column.astype(object)
    return [value if here else None for value, here in zip(values.tolist(), present)]


def by_default(file):
    """Reads a table without being told how it is written. A column stays numbers if all its cells are."""
    frame = pd.read_csv(file, sep="\t", float_precision="round_trip")
    frame = frame.replace(float("inf"), "Infinity")
    return [{"name": name, "content": "text", "cells": cells(frame[name], "text", None)} for name in frame.columns]


def main():
    for table in json.load(sys.stdin):
        try:
            if not table["dialect"]:
                print(json.dumps(by_default(table["file"])))
                continue
            frame = read(table["file"], table["dialect"], table["columns"])
            contents = [column["content"] for column in table["columns"]]
            result = [{"name": name, "content": content, "cells": cells(frame[name], content, table["dialect"])}
                      for name, content in zip(frame.columns, contents)]
        except Exception as error:
            result = str(error)
        print(json.dumps(result))


main()
