"""A program that imports what it depends on and ends."""

ANSWER = 1


def main() -> None:
    import altair
    import bokeh
    import boto3
    import dask.dataframe
    import duckdb
    import fastapi
    import google.cloud.storage
    import matplotlib.pyplot
    import networkx
    import openpyxl
    import pandas
    import plotly.express
    import polars
    import psycopg
    import pyarrow.parquet
    import s3fs
    import scipy.stats
    import seaborn
    import sklearn.ensemble
    import sqlalchemy
    import statsmodels.api
    import xarray

    print(ANSWER)
