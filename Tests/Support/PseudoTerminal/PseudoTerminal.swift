import CVterm
