"""Files of other machines and of this one."""
