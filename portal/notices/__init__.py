"""How people are told: notices in the portal, and mail for those who asked for it."""
