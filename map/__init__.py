"""Where help is: organisations, areas and places, their list, their pages and their map."""
