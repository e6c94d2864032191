"""What `spreadwell measures` does with definitions of measures, without a store."""

from spreadwell.cli.kinds import Kind

KINDS = (Kind("check", __name__, "check"),)
