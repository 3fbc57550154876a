package com.mas.sandbox.graphy;

/**
 * Given and family names by region, so that combinations are ones a reader in India would believe. The n-th name is
 * always the same; names repeat only after {@link #distinct()} of them.
 */
final class LearnerNames {
  /** One part of the country: its given names, its family names. */
  private record Region(String[] given, String[] family) {
    int combinations() {
      return given.length * family.length;
    }
  }

  private static final Region[] REGIONS = {
      region(
          "Aarti Abhijit Aditi Ajinkya Anagha Aniket Ashwini Chinmay Gauri Ketaki Mihir Mrunal Omkar Pallavi "
              + "Prathamesh Rutuja Sachin Sayali Shreyas Shruti Siddhesh Snehal Swapnil Tanvi Tejas Vaishnavi Yash",
          "Bhosale Chavan Deshmukh Deshpande Gaikwad Gokhale Jadhav Joshi Kale Kulkarni More Pawar Patil "
              + "Sawant Shinde"),
      region(
          "Aakash Akansha Ankit Anshika Deepak Divya Gaurav Himanshu Jyoti Kajal Manish Megha Mohit Neha Nitin "
              + "Payal Prachi Pooja Rahul Rohit Shivam Shubham Sneha Swati Vikas Vivek",
          "Agarwal Chauhan Dubey Gupta Mishra Pandey Rastogi Saxena Sharma Singh Srivastava Tiwari Tripathi "
              + "Verma Yadav"),
      region(
          "Amritpal Arshdeep Gurleen Gurpreet Harleen Harman Ishita Jasleen Karan Kiran Manpreet Navjot "
              + "Parminder Rajvir Ravneet Sahil Simran Sukhman Tanya",
          "Ahluwalia Arora Bajwa Bedi Dhillon Gill Grewal Kapoor Khurana Malhotra Sandhu Sethi Sidhu Sodhi"),
      region(
          "Anindita Anirban Arijit Arnab Debjani Dipanjan Ishani Koushik Madhurima Moumita Nandini Paromita "
              + "Ritwik Sayantan Shreya Sohini Soumya Subhajit Sudipta Trisha",
          "Banerjee Basu Bhattacharya Bose Chakraborty Chatterjee Das Dutta Ghosh Mukherjee Mondal Roy Saha "
              + "Sarkar Sen"),
      region(
          "Bhargavi Chandana Harika Harish Karthik Lakshmi Lavanya Manasa Naveen Nikhil Pranav Praneeth Ramya "
              + "Sai Sandhya Sravani Srinivas Tarun Teja Varun Vamsi",
          "Akula Bandaru Chinthala Gadde Kolli Konda Mallela Naidu Nalluri Pothula Rao Reddy Tummala Vemula "
              + "Yerramsetti"),
      region(
          "Aarthi Abinaya Aravind Balaji Deepika Dinesh Gayathri Hariharan Janani Kavya Keerthana Meenakshi "
              + "Prabhu Priyanka Raghav Sangeetha Saravanan Subramanian Vignesh Vidya",
          "Annamalai Balasubramanian Ganesan Iyer Krishnan Murugan Natarajan Palani Raman Ramesh Selvam "
              + "Sundaram Venkatesan"),
      region(
          "Akhil Anjali Anoop Aparna Arya Athira Basil Fathima Gopika Jithin Lekshmi Midhun Neethu Rahna "
              + "Sreejith Sreelakshmi Vishnu",
          "George Jacob Joseph Kurian Mathew Menon Nair Nambiar Panicker Pillai Thomas Varghese Warrier"),
      region(
          "Bhavik Bhumi Charmi Dhaval Dhruvi Foram Harsh Hetal Jigar Jinal Khushbu Kunal Mansi Mitali Nirav "
              + "Parth Riddhi Urvashi Vatsal",
          "Desai Doshi Gandhi Gohil Mehta Modi Panchal Parekh Parmar Patel Rathod Shah Solanki Thakkar Trivedi "
              + "Vyas"),
      region(
          "Aasif Ayesha Danish Faizan Hina Imran Mehak Mohammed Nazia Rehan Rukhsar Saba Sameer Shabnam Zaid "
              + "Zoya",
          "Ahmed Ansari Farooqui Hussain Khan Mirza Pathan Qureshi Rizvi Shaikh Siddiqui Syed"),
  };

  private static final int DISTINCT = countAll();
  // a prime near the golden section of DISTINCT: neighbours come from different regions, and no name is left out
  private static final int STRIDE = 1_637;

  private LearnerNames() {}

  static int distinct() {
    return DISTINCT;
  }

  /** Given and family name, in this order. */
  static String[] of(int number) {
    int left = (int) ((long) number % DISTINCT * STRIDE % DISTINCT);
    int at = 0;
    while (left >= REGIONS[at].combinations()) {
      left -= REGIONS[at++].combinations();
    }
    Region region = REGIONS[at];
    return new String[] {region.given[left % region.given.length], region.family[left / region.given.length]};
  }

  private static int countAll() {
    int sum = 0;
    for (Region region : REGIONS) {
      sum += region.combinations();
    }
    return sum;
  }

  private static Region region(String given, String family) {
    return new Region(given.split(" "), family.split(" "));
  }
}
