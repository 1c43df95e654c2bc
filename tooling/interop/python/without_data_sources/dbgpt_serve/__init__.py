"""In the place of the package `dbgpt-serve`, of which `dbgpt start controller` wants one class."""
