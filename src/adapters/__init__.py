"""The technologies behind the ports of the domain: workbooks, databases, carriers, files."""
